/** The collector of OpenTelemetry traces, by the variables that OpenTelemetry itself has for it. */
import { Secret } from "@/lib/shared/secret";
import { isLoopbackHost } from "./addresses";
import { SettingsError, type TraceSettings, type Text } from "./model";

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
const HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
const PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
const SERVICE = "OTEL_SERVICE_NAME";
const RATIO = "OTEL_TRACES_SAMPLER_ARG";

/** The one encoding that is spoken: OTLP as JSON over HTTP, which a collector takes at port 4318 beside protobuf. */
const SPOKEN = "http/json";
const DEFAULT_SERVICE_NAME = "distributor-console";
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;

/**
 * Undefined without an endpoint. The others are checked all the same, so that a mistake in them is told when it is made.
 * Source: https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function parseTraces(text: Text): TraceSettings | undefined {
  const url = parseEndpoint(text(ENDPOINT));
  const headers = parseHeaders(text(HEADERS));
  const ratio = parseRatio(text(RATIO));
  const protocol = text(PROTOCOL);
  if (url === undefined) return undefined;
  if (protocol !== undefined && protocol !== SPOKEN) throw new SettingsError(PROTOCOL, `must be ${SPOKEN}, or be left out: nothing else is spoken`);
  if (headers.length > 0 && url.protocol !== "https:" && !isLoopbackHost(url.hostname)) throw new SettingsError(ENDPOINT, `must be https when ${HEADERS} is given, unless the collector is on this machine`);
  return { url, headers, serviceName: text(SERVICE) ?? DEFAULT_SERVICE_NAME, ratio };
}

function parseEndpoint(value: string | undefined): URL | undefined {
  if (value === undefined) return undefined;
  const base = URL.canParse(value) ? new URL(value) : undefined;
  if (!base || !/^https?:$/.test(base.protocol) || base.search || base.hash) throw new SettingsError(ENDPOINT, "must be an address such as http://collector.example.com:4318, to which /v1/traces is added");
  if (base.username || base.password) throw new SettingsError(ENDPOINT, `must hold no name or password; put them into ${HEADERS}`);
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, "")}/v1/traces`;
  return url;
}

/** `name=value,name=value`, percent-encoded where need be. */
function parseHeaders(value: string | undefined): TraceSettings["headers"] {
  if (value === undefined) return [];
  return value.split(",").map((pair): readonly [string, Secret] => {
    const at = pair.indexOf("=");
    const [name, content] = [decoded(pair.slice(0, Math.max(at, 0))), decoded(pair.slice(at + 1))];
    if (!name || !HEADER_NAME.test(name) || !content || !/^[\x20-\x7e]+$/.test(content)) throw new SettingsError(HEADERS, "must be a list such as authorization=Bearer%20…,x-tenant=acme");
    return [name, new Secret(content)];
  });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}

function parseRatio(value: string | undefined): number {
  if (value === undefined) return 1;
  const ratio = Number(value);
  if (!/^\d(\.\d{1,9})?$/.test(value) || ratio > 1) throw new SettingsError(RATIO, "must be a number from 0 to 1, such as 0.25");
  return ratio;
}
