import { AppError } from "@/lib/shared/errors";

const HOLE = /\{([^{}]+)\}/g;

/**
 * The address of one operation. Text from a person only ever fills a hole of the template or a
 * query value, percent-encoded, so it cannot leave the path, the host or the version.
 *
 * @param base - from `baseUrl()`, without a trailing slash: ".../v3.8/distributor"
 * @param pathTemplate - from the catalogue: "/orders/{order_reference}"
 * @param query - pairs in the order in which they are to be sent; names may repeat
 * @throws AppError `input.refused`, naming the parameter, when a value is missing or cannot be a path segment
 */
export function buildUrl(
  base: URL,
  pathTemplate: string,
  pathParameters: Readonly<Record<string, string>>,
  query: Iterable<readonly [name: string, value: string]> = [],
): URL {
  const path = pathTemplate.replace(HOLE, (_hole, name: string) => segment(name, pathParameters[name]));
  const search = [...query].map(([name, value]) => `${encode(name, name)}=${encode(name, value)}`).join("&");
  const url = new URL(`${base.origin}${base.pathname.replace(/\/$/, "")}${path}${search && `?${search}`}`);
  // The encoding above makes this true; should it ever not be, nothing is sent.
  if (url.origin !== base.origin || !confinedTo(base, pathTemplate).test(url.pathname)) {
    throw new AppError("input.refused", "These path parameters do not lead to the chosen operation.");
  }
  return url;
}

/** Matches exactly the paths that this template can yield below this base. */
export function confinedTo(base: URL, pathTemplate: string): RegExp {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const parts = pathTemplate.split(HOLE).map((part, index) => (index % 2 === 0 ? literal(part) : "[^/?#\\\\]+"));
  return new RegExp(`^${literal(base.pathname.replace(/\/$/, ""))}${parts.join("")}$`);
}

function segment(name: string, value: string | undefined): string {
  if (value === undefined || value === "") throw refusal(name, "needs a value, because it is part of the path.");
  // "." and ".." are path steps in every encoding; no URL can carry them as a segment.
  if (value === "." || value === "..") throw refusal(name, `cannot be "${value}", which means a folder in a path.`);
  return encode(name, value);
}

function encode(name: string, value: string): string {
  try {
    return encodeURIComponent(value);
  } catch (cause) {
    throw new AppError("input.refused", `${name} holds half of a Unicode character, which cannot be sent.`, {
      cause,
      issues: [{ path: `/${name}`, message: "Not well-formed Unicode" }],
    });
  }
}

function refusal(name: string, problem: string): AppError {
  return new AppError("input.refused", `${name} ${problem}`, { issues: [{ path: `/${name}`, message: problem }] });
}
