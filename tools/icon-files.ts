// Puts pictures of one icon in several sizes into the single file that Windows (.ico) and macOS (.icns) want.

export type Picture = { size: number; png: Uint8Array };

/** Offsets and lengths of https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10); PNG inside since Vista. */
export const toIco = (pictures: Picture[]): Buffer => {
  const headerBytes = 6 + 16 * pictures.length;
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = headerBytes;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // One byte a side: 0 stands for 256.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
};

/** The chunks of an .icns that hold a PNG, by the side in pixels: plain ones and those for dense screens. */
const chunkNames: Record<number, string[]> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

const toChunk = (name: string, content: Uint8Array): Buffer => {
  const header = Buffer.alloc(8);
  header.write(name, 'latin1');
  header.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([header, content]);
};

export const toIcns = (pictures: Picture[]): Buffer =>
  toChunk(
    'icns',
    Buffer.concat(pictures.flatMap(({ size, png }) => (chunkNames[size] ?? []).map((name) => toChunk(name, png)))),
  );
