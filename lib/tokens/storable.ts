/**
 * The same value without what PostgreSQL's jsonb cannot hold: NUL and half surrogates in texts,
 * which a reply may well contain. They are shown as the replacement character. Pure.
 */
export function storable<T>(value: T): T;
export function storable(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/\0|\p{Surrogate}/gu, "\uFFFD");
  if (Array.isArray(value)) return value.map((one: unknown) => storable(one));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [storable(name), storable(one)]));
  return value;
}
