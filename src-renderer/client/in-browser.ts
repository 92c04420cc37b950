// Whether the page stands in a browser; the desktop's window cannot fetch, upload or open further pages itself.

export function isInBrowser(): boolean {
  return location.protocol.startsWith('http');
}
