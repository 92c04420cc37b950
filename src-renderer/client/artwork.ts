// Where the picture of an item comes from: always Marquee itself, which asks Plex and never hands out its token.

/** Sizes are in CSS pixels; screens with more pixels get a picture twice as large. Relative to the page. */
export function artworkUri(serverId: string, path: string, width: number, height: number): string {
  const query = new URLSearchParams({ path, width: String(width * 2), height: String(height * 2) });
  return `artwork/${encodeURIComponent(serverId)}?${query}`;
}
