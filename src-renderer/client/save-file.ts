// Hands a text or a picture that the page has made to the browser as a download.

const keepMs = 60_000;

export function saveFile(name: string, content: string | Blob): void {
  const uri = URL.createObjectURL(
    typeof content === 'string' ? new Blob([content], { type: 'application/json' }) : content,
  );
  const link = Object.assign(document.createElement('a'), { href: uri, download: name });
  link.click();
  // It is not said when it has been read.
  setTimeout(() => URL.revokeObjectURL(uri), keepMs);
}
