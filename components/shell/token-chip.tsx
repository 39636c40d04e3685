"use client";

import Link from "next/link";
import { Countdown } from "@/components/ui/countdown";
import { withPlace, type Place } from "./environment";
import { livingTokenAt, useTokenList } from "./token-list";

const CHIP =
  "flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-md px-1.5 text-sm whitespace-nowrap text-muted transition-colors hover:bg-hover hover:text-ink sm:px-2";

/** The token of the chosen place: whose, for how much, for how long. Opens it in the inspector. */
export function TokenChip({ slug, place }: { slug: string; place: Place }) {
  const { data } = useTokenList(slug, true);
  if (data === undefined) return null;
  const token = livingTokenAt(data, place);
  if (token === undefined) {
    return (
      <Link
        href={withPlace(`/${slug}/tokens`, place)}
        prefetch={false}
        className={CHIP}
        title="No token is alive here. A call gets one when it needs it."
      >
        <span aria-hidden className="size-2 rounded-full border border-edge" />
        <span className="max-sm:sr-only">no token</span>
      </Link>
    );
  }
  const scopes = token.grantedScopes ?? token.askedScopes;
  const scopeWords = scopes.length === 1 ? "1 scope" : `${scopes.length} scopes`;
  return (
    <Link
      href={withPlace(`/${slug}/tokens?exchange=${token.exchangeId}`, place)}
      prefetch={false}
      className={CHIP}
      title={`Token of ${token.credentialLabel}\n${scopes.length === 0 ? "no scope named" : scopes.join("\n")}`}
    >
      <span aria-hidden className="size-2 rounded-full bg-good" />
      <span className="sr-only">Token of </span>
      <span className="max-w-32 truncate max-xl:sr-only">{token.credentialLabel}</span>
      <span className="max-lg:sr-only">{scopeWords}</span>
      <span className="max-sm:sr-only">
        <Countdown until={token.expiresAt} endedText="ended" className="text-ink" />
      </span>
    </Link>
  );
}
