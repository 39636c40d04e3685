import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";

/** A key and a certificate in PEM, for a test server. */
export interface TestCertificate {
  key: string;
  cert: string;
}

export interface TestAuthority {
  /** PEM; what a client has to trust. */
  ca: string;
  /** A certificate for one DNS name or for 127.0.0.1. */
  issue(options: { name: string; notAfter?: Date }): TestCertificate;
}

const DAY_MS = 86_400_000;

/** A certificate authority that lives as long as the test; nothing is read from or written to disk. */
export function testAuthority(): TestAuthority {
  const authority = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const issuer = commonName("Test authority");
  const self = certificate({ subject: issuer, issuer, publicKey: authority.publicKey, signer: authority.privateKey, isAuthority: true });
  return {
    ca: self,
    issue: ({ name, notAfter }) => {
      const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const cert = certificate({
        subject: commonName(name),
        issuer,
        publicKey: own.publicKey,
        signer: authority.privateKey,
        name,
        notAfter,
      });
      return { key: pemKey(own.privateKey), cert };
    },
  };
}

/** A certificate that vouches for itself. */
export function selfSigned(name: string): TestCertificate {
  const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const subject = commonName(name);
  return {
    key: pemKey(own.privateKey),
    cert: certificate({ subject, issuer: subject, publicKey: own.publicKey, signer: own.privateKey, name }),
  };
}

interface CertificateParts {
  subject: Buffer;
  issuer: Buffer;
  publicKey: KeyObject;
  signer: KeyObject;
  name?: string;
  notAfter?: Date | undefined;
  isAuthority?: boolean;
}

let serial = 1;

/** X.509 v3 by hand (RFC 5280 §4.1): Node can sign and parse certificates, but not make them. */
function certificate({ subject, issuer, publicKey, signer, name, notAfter, isAuthority = false }: CertificateParts): string {
  const sha256WithRsa = sequence(oid("2a864886f70d01010b"), der(0x05));
  const end = notAfter ?? new Date(Date.now() + DAY_MS);
  const extensions = [sequence(oid("551d13"), der(0x04, sequence(...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : []))))];
  if (name !== undefined) extensions.push(sequence(oid("551d11"), der(0x04, sequence(alternativeName(name)))));
  const body = sequence(
    der(0xa0, integer(2)),
    integer(serial++),
    sha256WithRsa,
    issuer,
    sequence(time(new Date(end.getTime() - 30 * DAY_MS)), time(end)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = createSign("sha256").update(body).sign(signer);
  const whole = sequence(body, sha256WithRsa, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function alternativeName(name: string): Buffer {
  const octets = name.split(".").map(Number);
  const isAddress = octets.length === 4 && octets.every((octet) => octet >= 0 && octet <= 255);
  return isAddress ? der(0x87, Buffer.from(octets)) : der(0x82, Buffer.from(name, "ascii"));
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(name)))));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`));
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).replace(/^(?:..)*.$/, "0$&"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

function pemKey(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
