// The little of ASN.1 (DER) that a certificate is written in.
const lengthOf = (bytes: number): Buffer => {
  if (bytes < 128) return Buffer.from([bytes]);
  const hex = bytes.toString(16);
  const long = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 + long.length]), long]);
};

const tagged =
  (tag: number) =>
  (...parts: readonly Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
  };

export const sequence = tagged(0x30);
export const set = tagged(0x31);
export const integer = tagged(0x02);
export const octets = tagged(0x04);
/** In angle brackets of its own: `[n]` in the standard. */
export const explicit = (n: number, ...parts: readonly Buffer[]): Buffer => tagged(0xa0 + n)(...parts);
/** A text under `[n]` instead of under its own type. */
export const implicitText = (n: number, text: string): Buffer => tagged(0x80 + n)(Buffer.from(text));
export const utf8 = (text: string): Buffer => tagged(0x0c)(Buffer.from(text));
export const yes = tagged(0x01)(Buffer.from([0xff]));
/** `unused`: bits at the end that mean nothing. */
export const bits = (body: Buffer, unused = 0): Buffer => tagged(0x03)(Buffer.from([unused]), body);

/** Two figures for the year: good until 2049. */
export const time = (ms: number): Buffer =>
  tagged(0x17)(Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((number) => {
    const groups = [number & 0x7f];
    for (let left = number >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06)(Buffer.from([first * 40 + second, ...bytes]));
}
