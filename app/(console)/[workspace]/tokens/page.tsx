import type { Metadata } from "next";
import { cookies } from "next/headers";
import { z } from "zod";
import { PLACE_COOKIE, readPlace } from "@/components/shell/environment";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { operationIndex } from "@/lib/catalog/operation-index";
import { list as listCredentials } from "@/lib/credentials/service";
import { choiceAmong } from "@/lib/credentials/users";
import { list as listTokens, readExchange, readToken, timeline } from "@/lib/tokens/read/service";
import { AppError } from "@/lib/shared/errors";
import { mayRole, rolesFor, type WorkspaceScope } from "@/lib/workspaces/model";
import { TokensScreen } from "./tokens-screen";

export const metadata: Metadata = { title: "Tokens" };

const TIMELINE_HOURS = 6;
const search = z.object({
  env: z.string().optional().catch(undefined),
  v: z.string().optional().catch(undefined),
  operation: z.string().optional().catch(undefined),
  exchange: z.uuid().optional().catch(undefined),
  /** Opens the exchange that gave it. */
  token: z.uuid().optional().catch(undefined),
});

interface TokensPageProps {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function TokensPage({ params, searchParams }: TokensPageProps) {
  const scope = await requireScope((await params).workspace, "token.read");
  const asked = search.parse(await searchParams);
  const place = readPlace(asked, (await cookies()).get(PLACE_COOKIE)?.value);
  const [credentials, tokens, bars] = await Promise.all([listCredentials(scope), listTokens(scope), timeline(scope, TIMELINE_HOURS)]);
  const openId = asked.exchange ?? (await exchangeOf(scope, asked.token)) ?? tokens.exchanges[0]?.id;
  const exchange = openId === undefined ? undefined : await readExchange(scope, openId);
  const here = credentials.filter(({ environment }) => environment === place.environment);
  const mayMint = mayRole(scope.role, "token.mint");
  // Whoever asks for no tokens by role sees all that there are.
  const { usable, withheld } = mayMint ? choiceAmong(here) : { usable: here, withheld: undefined };
  return (
    <>
      <PageHeader
        title="Tokens"
        description="Exchange client id and secret for a token on the server, see how it went on the wire, and what the token says."
      />
      <TokensScreen
        slug={scope.workspaceSlug}
        environment={place.environment}
        apiVersion={place.version}
        credentials={usable.map(({ id, label, disabledAt }) => ({ id, label, isDisabled: disabledAt !== null }))}
        withheld={withheld}
        refusal={mayMint ? undefined : `Asking for a token takes the role ${rolesFor("token.mint").join(", ")}.`}
        operations={operationIndex().map(({ id, method, path, summary, scopes }) => ({ id, method, path, summary, scopes }))}
        initialOperationId={asked.operation}
        initial={{ tokens, timeline: bars, exchange }}
      />
    </>
  );
}

/** Where a token came from; undefined also for one that has gone with its credential. */
async function exchangeOf(scope: WorkspaceScope, tokenId: string | undefined): Promise<string | undefined> {
  if (tokenId === undefined) return undefined;
  try {
    return (await readToken(scope, tokenId)).exchangeId;
  } catch (error) {
    if (error instanceof AppError && error.code === "resource.not-found") return undefined;
    throw error;
  }
}
