/** What can be known of the deployment files without a container engine: that they speak of settings, addresses and folders that exist. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { ROUTES } from "@/lib/server/testing/surface";

const text = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const settings = new Set([...text(".env.example").matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name));

interface Container {
  env: { name: string; value: string }[];
  startupProbe: Probe;
  readinessProbe: Probe;
  livenessProbe: Probe;
  securityContext: unknown;
  volumeMounts: { mountPath: string }[];
}
interface Probe {
  httpGet: { path: string; httpHeaders: { value: string }[] };
}
interface Deployment {
  kind: string;
  spec: { replicas: number; template: { spec: { containers: [Container]; securityContext: unknown; terminationGracePeriodSeconds: number } } };
}

it("composes a console that may write only where nothing stays, behind a proxy that it believes", () => {
  const { services, networks } = parse(text("compose.yaml"), { merge: true });
  const { environment, tmpfs, healthcheck, ...console } = services.console;
  for (const name of Object.keys(environment)) expect([name, settings.has(name)]).toEqual([name, true]);
  expect(console).toMatchObject({ read_only: true, cap_drop: ["ALL"], stop_grace_period: "70s" });
  expect(tmpfs).toEqual(["/tmp", "/data", "/app/.next/cache"]);
  // Memory mounted over a folder takes the folder's mode and belongs to root.
  for (const folder of ["/data", ".next/cache"]) expect(text("Dockerfile")).toMatch(new RegExp(`mkdir -m 1777 ${folder} &&`));
  const [, asked = ""] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(text("Dockerfile")) ?? [];
  expect(healthcheck.test).toEqual(["CMD", ...(JSON.parse(asked.replace("'+(process.env.PORT||3000)+'", environment.PORT)) as string[])]);
  expect(services.proxy.depends_on.console.condition).toBe("service_healthy");
  expect(environment.TRUSTED_PROXIES).toBe(services.proxy.networks.outside.ipv4_address);
  expect(networks.inside.internal).toBe(true);
  expect(services.db.ports).toBeUndefined();
});

it("deploys three replicas that run as nobody in particular and are asked at addresses that exist", () => {
  const documents = parseAllDocuments(text("kubernetes.yaml")).map((one) => {
    expect(one.errors).toEqual([]);
    return one.toJS() as { kind: string };
  });
  expect(documents.map(({ kind }) => kind)).toEqual(["Deployment", "PodDisruptionBudget", "Service", "Ingress"]);
  const { replicas, template } = (documents[0] as Deployment).spec;
  const [container] = template.spec.containers;
  expect(replicas).toBe(3);
  for (const { name } of container.env) expect([name, settings.has(name)]).toEqual([name, true]);
  const host = new URL(container.env.find(({ name }) => name === "PUBLIC_URL")?.value ?? "").host;
  for (const { httpGet } of [container.startupProbe, container.readinessProbe, container.livenessProbe]) {
    expect(Object.keys(ROUTES)).toContain(httpGet.path);
    expect(httpGet.httpHeaders).toEqual([{ name: "Host", value: host }]);
  }
  expect(template.spec.securityContext).toMatchObject({ runAsNonRoot: true });
  expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
  // The console gives work in flight 65 s.
  expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(65);
});

it("builds an image that runs what npm start runs, as an ordinary user", () => {
  const dockerfile = text("Dockerfile");
  const { scripts } = JSON.parse(text("package.json")) as { scripts: { start: string } };
  const [, command = "[]"] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  expect((JSON.parse(command) as string[]).join(" ")).toBe(scripts.start);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toContain("/api/ready");
  // npm writes the lock file anew when it prunes, and the start would take that for a change and build.
  const [build = ""] = dockerfile.split(/^FROM /m).slice(1);
  const last = [...build.matchAll(/^RUN (.+)$/gm)].at(-1)?.[1];
  expect(last).toMatch(/npm prune --omit=dev .*&& touch \.next\/BUILD_ID \.next\/console\/start\.mjs$/);
});
