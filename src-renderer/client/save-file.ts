// Hands a text that the page has made to the browser as a download.

export function saveFile(name: string, text: string): void {
  const uri = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: uri, download: name });
  link.click();
  // The download has its own copy by the next turn.
  setTimeout(() => URL.revokeObjectURL(uri), 0);
}
