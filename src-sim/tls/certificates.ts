// Certificates made in memory: an authority of this process, and what simulated servers show with or without it.
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bits, explicit, implicitText, integer, octets, oid, sequence, set, time, utf8, yes } from './der.ts';

export type Certificate = { key: string; cert: string };
type Pair = { privateKey: KeyObject; publicKey: KeyObject };

const dayMs = 86_400_000;
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const newPair = (): Pair => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const nameOf = (text: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(text))));

function make(options: {
  subject: string;
  names: readonly string[];
  pair: Pair;
  issuer: { name: string; privateKey: KeyObject };
  isAuthority: boolean;
  endsAtMs: number;
}): string {
  const { subject, names, pair, issuer, isAuthority, endsAtMs } = options;
  const extensions = [
    sequence(oid('2.5.29.19'), yes, octets(isAuthority ? sequence(yes) : sequence())),
    // It signs certificates, or it signs what it says.
    sequence(oid('2.5.29.15'), yes, octets(isAuthority ? bits(Buffer.from([0x04]), 2) : bits(Buffer.from([0x80]), 7))),
    ...(names.length === 0
      ? []
      : [sequence(oid('2.5.29.17'), octets(sequence(...names.map((name) => implicitText(2, name)))))]),
  ];
  const serial = randomBytes(8);
  serial[0] = 0x40 | (serial.readUInt8(0) & 0x3f); // above zero
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    nameOf(issuer.name),
    sequence(time(endsAtMs - 365 * dayMs), time(endsAtMs)),
    nameOf(subject),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  const whole = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, issuer.privateKey)));
  const lines = whole.toString('base64').replaceAll(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
}

const toPem = (pair: Pair): string => pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

type Authority = { name: string; pair: Pair; pem: string };
let made: Authority | null = null;

/** One for all servers of this process; nobody trusts it who was not given it. */
function authority(): Authority {
  if (made !== null) return made;
  const name = 'Simulated Plex Authority';
  const pair = newPair();
  const issuer = { name, privateKey: pair.privateKey };
  const endsAtMs = Date.now() + 300 * dayMs;
  const pem = make({ subject: name, names: [], pair, issuer, isAuthority: true, endsAtMs });
  made = { name, pair, pem };
  return made;
}

export const authorityPem = (): string => authority().pem;

export type TlsKind = 'trusted' | 'self-signed' | 'expired';
export const tlsKinds = ['trusted', 'self-signed', 'expired'] as const satisfies readonly TlsKind[];

export function newCertificate(kind: TlsKind, names: readonly string[]): Certificate {
  const pair = newPair();
  const subject = names[0] ?? 'Simulated Plex';
  const issuer =
    kind === 'self-signed'
      ? { name: subject, privateKey: pair.privateKey }
      : { name: authority().name, privateKey: authority().pair.privateKey };
  const endsAtMs = Date.now() + (kind === 'expired' ? -1 : 90) * dayMs;
  return { key: toPem(pair), cert: make({ subject, names, pair, issuer, isAuthority: false, endsAtMs }) };
}
