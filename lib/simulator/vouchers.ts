import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Secret } from "@/lib/shared/secret";

/** What a voucher link opens, without any further permission: whoever has the link has the voucher, as upstream. */
export interface VoucherLink {
  world: string;
  orderReference: string;
  /** Undefined for all bookings of the order. */
  bookingReference: string | undefined;
}

function signatureOf(text: string, signingKey: Secret): Buffer {
  const key = Buffer.from(hkdfSync("sha256", signingKey.reveal(), "", "distributor-simulator voucher links", 32));
  return createHmac("sha256", key).update(text).digest();
}

/** The opaque part of the link. */
export function sealVoucher(link: VoucherLink, signingKey: Secret): string {
  const text = Buffer.from(JSON.stringify([link.world, link.orderReference, link.bookingReference ?? null])).toString("base64url");
  return `${text}.${signatureOf(text, signingKey).toString("base64url")}`;
}

/** Undefined for a link that this simulator did not make. */
export function openVoucher(sealed: string, signingKey: Secret): VoucherLink | undefined {
  const [text = "", signature = ""] = sealed.split(".");
  const given = Buffer.from(signature, "base64url");
  const right = signatureOf(text, signingKey);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const parts: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  if (!Array.isArray(parts)) return undefined;
  const [world, orderReference, bookingReference] = parts.map((part: unknown) => (typeof part === "string" ? part : undefined));
  return world === undefined || orderReference === undefined ? undefined : { world, orderReference, bookingReference };
}
