// Hands a text that the page has made to the browser as a download.

const keepMs = 60_000;

export function saveFile(name: string, text: string): void {
  const uri = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: uri, download: name });
  link.click();
  // It is not said when it has been read.
  setTimeout(() => URL.revokeObjectURL(uri), keepMs);
}
