// Of which servers the past is not wanted for now: kept in this browser, so that nobody is asked twice.

const key = 'marquee-past-declined';

function read(): string[] {
  return (localStorage.getItem(key) ?? '').split('\n').filter((id) => id !== '');
}

export function isDeclined(serverId: string): boolean {
  return read().includes(serverId);
}

export function declinePast(serverId: string): void {
  localStorage.setItem(key, [...new Set([...read(), serverId])].join('\n'));
}
