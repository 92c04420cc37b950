// Reads an answer to its end, but no more of it than is wanted: who answers may go on for ever.

/** Null when there is more. Leaving off destroys a stream and its connection. */
export const readAtMost = async (body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | null> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
