import { z } from "zod";
import { longVersion, type ApiVersion } from "@/lib/simulator/versions";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const reference = z.strictObject({ $ref: z.string() });
const parameter = z.looseObject({ name: z.string(), "x-versions": z.array(z.string()).optional() });
const operation = z.looseObject({
  tags: z.array(z.string()),
  parameters: z.array(z.union([reference, parameter])),
  "x-versions": z.array(z.string()),
});

/** As much of the description as differs by version, or is rewritten before it is served; the rest passes as it is. */
export const description = z.looseObject({
  info: z.looseObject({ version: z.string() }),
  tags: z.array(z.looseObject({ name: z.string() })),
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), operation)),
  components: z.looseObject({
    parameters: z.record(z.string(), parameter),
    securitySchemes: z.looseObject({
      OAuth2: z.looseObject({ flows: z.looseObject({ clientCredentials: z.looseObject({ tokenUrl: z.string() }) }) }),
    }),
  }),
});
export type Description = z.infer<typeof description>;

/** Parts that operations are secured by, not pointed to. */
const KEPT_WHOLE = "securitySchemes";
const COMPONENTS = "#/components/";

/** The description as it is for one version: without the operations and parameters that it does not know, and without what only those used. */
export function documentOfVersion(whole: Description, version: ApiVersion): Description {
  const isKnown = ({ "x-versions": versions }: { "x-versions"?: string[] | undefined }) =>
    versions === undefined || versions.includes(version);
  const paths = Object.entries(whole.paths).flatMap(([path, item]) => {
    const known = METHODS.flatMap((method) => {
      const found = item[method];
      if (found === undefined || !isKnown(found)) return [];
      const parameters = found.parameters.filter((entry) => isKnown("$ref" in entry ? pointedTo(whole, String(entry.$ref)) : entry));
      return [[method, { ...found, parameters }] as const];
    });
    return known.length === 0 ? [] : [[path, Object.fromEntries(known)] as const];
  });
  const used = new Set(paths.flatMap(([, item]) => Object.values(item).flatMap(({ tags }) => tags)));
  return pruned({
    ...whole,
    info: { ...whole.info, version: whole.info.version.replace(/^\d+\.\d+\.\d+/, longVersion(version)) },
    tags: whole.tags.filter(({ name }) => used.has(name)),
    paths: Object.fromEntries(paths),
  });
}

function pointedTo({ components }: Description, ref: string): z.infer<typeof parameter> {
  const found = components.parameters[ref.slice(ref.lastIndexOf("/") + 1)];
  if (found === undefined) throw new Error(`The description refers to ${ref}, which is not in it`);
  return found;
}

/** Without the components that nothing leads to. */
function pruned(document: Description): Description {
  const reached = new Set<string>();
  const components: Readonly<Record<string, unknown>> = document.components;
  const partOf = (section: string) => (components[section] ?? {}) as Readonly<Record<string, unknown>>;
  const follow = (value: unknown): void => {
    if (typeof value === "string" && value.startsWith(COMPONENTS) && !reached.has(value)) {
      reached.add(value);
      const [section = "", name = ""] = value.slice(COMPONENTS.length).split("/");
      follow(partOf(section)[name]);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(follow);
  };
  follow(document.paths);
  const sections = Object.keys(components).map((section) => [
    section,
    section === KEPT_WHOLE
      ? components[section]
      : Object.fromEntries(Object.entries(partOf(section)).filter(([name]) => reached.has(`${COMPONENTS}${section}/${name}`))),
  ]);
  return { ...document, components: Object.fromEntries(sections) as Description["components"] };
}
