import "server-only";
import { lookup as systemLookup, type LookupAddress } from "node:dns";
import net from "node:net";
import tls from "node:tls";
import type { AddressRule } from "@/lib/shared/address-rules";
import { mayDial } from "@/lib/shared/address-rules";
import { codeOf, SendStopped } from "./failures";

/** Resolves a name to all its addresses; `dns.lookup` with `all`, or a script in tests. */
export type Resolve = (hostname: string, done: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;

export interface DialOptions {
  hostname: string;
  port: number;
  secure: boolean;
  rule: AddressRule;
  /** Name look-up, TCP and TLS together. */
  connectTimeoutMs: number;
  resolve?: Resolve | undefined;
  /** Certificate authorities to trust instead of the system's; for tests. */
  ca?: string | undefined;
}

type Done = (error: Error | null, socket: net.Socket | null) => void;

/**
 * Opens one connection and calls back exactly once, with a ready socket or a SendStopped that
 * says which step failed. The address that is checked is the address that is dialled: the check
 * sits in the look-up of this very connection, and nothing is resolved twice.
 *
 * @returns the socket at once, so that the caller can destroy it while it is still connecting
 */
export function dial(options: DialOptions, done: Done): net.Socket | undefined {
  const { hostname, port, secure, rule, connectTimeoutMs } = options;
  const host = hostname.replace(/^\[|\]$/g, "");
  if (net.isIP(host) !== 0 && !mayDial(host, rule)) {
    queueMicrotask(() => done(blocked(host, rule), null));
    return undefined;
  }

  let step: "dns" | "tcp" | "tls" = net.isIP(host) === 0 ? "dns" : "tcp";
  const tcp = {
    host,
    port,
    noDelay: true,
    keepAlive: true,
    autoSelectFamily: true,
    lookup: guardedLookup(rule, options.resolve ?? resolveBySystem),
  };
  const socket = secure
    ? tls.connect({
        ...tcp,
        ALPNProtocols: ["http/1.1"],
        minVersion: "TLSv1.2",
        // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
        rejectUnauthorized: true,
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      })
    : net.connect(tcp);

  const finish = (error: Error | null) => {
    clearTimeout(timer);
    socket.off("error", onError).off("close", onClose);
    if (error) {
      // Whatever else the dying socket says has been said.
      socket.on("error", () => undefined);
      socket.destroy();
    }
    done(error, error ? null : socket);
  };
  const timer = setTimeout(() => finish(tooSlow(step, host, connectTimeoutMs)), connectTimeoutMs);
  const onError = (error: Error) => finish(refused(error, step, host, port));
  const onClose = () =>
    finish(new SendStopped(step === "tls" ? "tls" : "reset", `The connection to ${host} was closed while it was being opened.`));
  socket.on("error", onError).on("close", onClose);
  socket.once("lookup", (error: Error | null) => {
    if (!error) step = "tcp";
  });
  socket.once("connect", () => {
    step = "tls";
  });
  socket.once(secure ? "secureConnect" : "connect", () => finish(null));
  return socket;
}

const resolveBySystem: Resolve = (hostname, done) =>
  systemLookup(hostname, { all: true }, (error, addresses) => done(error, addresses ?? []));

/** A look-up for net.connect that yields only addresses that may be dialled. */
export function guardedLookup(rule: AddressRule, resolve: Resolve): net.LookupFunction {
  return (hostname, lookupOptions, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, [], 0);
      const allowed = addresses.filter(({ address }) => mayDial(address, rule));
      const first = allowed[0];
      if (!first) return callback(blocked(hostname, rule), [], 0);
      if (lookupOptions.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}

function blocked(host: string, rule: AddressRule): SendStopped {
  const reason =
    rule === "public"
      ? "it leads to a private, local or otherwise special address, and a live environment must be on the public internet"
      : "it was configured as an address of this machine and leads somewhere else";
  return new SendStopped("console-address-blocked", `The console refused to connect to ${host}: ${reason}.`);
}

function tooSlow(step: "dns" | "tcp" | "tls", host: string, limitMs: number): SendStopped {
  const limit = `${limitMs / 1000} s`;
  if (step === "dns") return new SendStopped("dns", `The name ${host} did not resolve within ${limit}.`);
  const what = step === "tcp" ? `No connection to ${host}` : `${host} accepted the connection but did not complete the TLS handshake`;
  return new SendStopped("connect-timeout", `${what} within ${limit}.`);
}

const DNS_CODES = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA", "ENODATA", "ESERVFAIL"]);
const UNREACHABLE_CODES = new Set(["EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]);

function refused(error: Error, step: "dns" | "tcp" | "tls", host: string, port: number): SendStopped {
  if (error instanceof SendStopped) return error;
  const code = codeOf(error) || (error instanceof AggregateError ? codeOf(error.errors[0]) : "");
  if (DNS_CODES.has(code) || step === "dns") {
    return new SendStopped("dns", `The name ${host} could not be resolved (${code || "no answer"}). Check the network and the name.`);
  }
  if (code === "ETIMEDOUT") return new SendStopped("connect-timeout", `No connection to ${host} within the limit of the operating system.`);
  if (step === "tls") return new SendStopped("tls", tlsSentence(code, host));
  if (UNREACHABLE_CODES.has(code)) return new SendStopped("connect-refused", `There is no route from this machine to ${host} (${code}).`);
  return new SendStopped("connect-refused", `Nothing accepts connections at ${host} port ${port} (${code || "refused"}).`);
}

function tlsSentence(code: string, host: string): string {
  if (code === "CERT_HAS_EXPIRED") return `The certificate of ${host} has expired.`;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return `The certificate that came back is not for ${host}.`;
  if (/SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/.test(code))
    return `The certificate of ${host} is not signed by an authority that this machine trusts (${code}).`;
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_VERSION/.test(code)) return `${host} does not speak TLS 1.2 or newer (${code}).`;
  return `The TLS handshake with ${host} failed (${code || "connection closed"}).`;
}
