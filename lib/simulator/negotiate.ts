import { Refusal } from "@/lib/simulator/refusal";

interface Weighted {
  value: string;
  quality: number;
}

/** RFC 9110 §12.4.2: a list of values with weights; parameters other than `q` are ignored. */
function weighted(header: string): Weighted[] {
  return header.split(",").flatMap((part) => {
    const [value = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    if (value === "") return [];
    const stated = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    const quality = stated === undefined ? 1 : Number(stated);
    return [{ value, quality: Number.isFinite(quality) ? Math.min(1, Math.max(0, quality)) : 0 }];
  });
}

function qualityOfType(ranges: readonly Weighted[], type: string): number {
  const family = `${type.split("/")[0]}/*`;
  // The most specific range decides (RFC 9110 §12.5.1).
  for (const wanted of [type, family, "*/*"]) {
    const range = ranges.find(({ value }) => value === wanted);
    if (range !== undefined) return range.quality;
  }
  return 0;
}

/**
 * The representation to send: the one the caller prefers, the first offer on a tie.
 *
 * @throws Refusal 406 that lists the alternatives
 */
export function chooseType<T extends string>(accept: string | undefined, offers: readonly [T, ...T[]]): T {
  if (accept === undefined || accept.trim() === "") return offers[0];
  const ranges = weighted(accept);
  let best: T | undefined;
  let bestQuality = 0;
  for (const offer of offers) {
    const quality = qualityOfType(ranges, offer);
    if (quality > bestQuality) [best, bestQuality] = [offer, quality];
  }
  if (best !== undefined) return best;
  throw new Refusal(406, `Available: ${offers.join(", ")}.`, {
    errors: offers.map((offer) => `available: ${offer}`),
    headers: { Vary: "Accept" },
  });
}

/**
 * Whether to compress.
 *
 * @throws Refusal 406 when neither gzip nor the plain form is acceptable
 */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined || acceptEncoding.trim() === "") return false;
  const codings = weighted(acceptEncoding);
  const quality = (name: string) => codings.find(({ value }) => value === name)?.quality;
  const any = quality("*");
  if ((quality("gzip") ?? quality("x-gzip") ?? any ?? 0) > 0) return true;
  const identity = quality("identity") ?? any ?? 1;
  if (identity > 0) return false;
  throw new Refusal(406, "Available encodings: gzip, identity.", {
    errors: ["available: gzip", "available: identity"],
    headers: { Vary: "Accept-Encoding" },
  });
}
