// Where a NATS broker is and how to sign in there, as owners write it: nats://user:password@host:4222, or several.

export type NatsAddress = {
  /** `host:port` of each server of the cluster. */
  servers: string[];
  /** Refuse to speak without TLS. */
  tls: boolean;
  user: string | null;
  password: string | null;
  token: string | null;
};

const parseServer = (text: string): URL | null => {
  const address = text.includes('://') ? text : `nats://${text}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const isPlain = ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '' && url.hostname !== '';
  return isPlain && ['nats:', 'tls:'].includes(url.protocol) ? url : null;
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A password with a bare percent sign.
  }
};

/** A name without a password is a token, as with other NATS programs. Null where it is no such address. */
export const parseNatsAddress = (text: string): NatsAddress | null => {
  const urls = text.split(',').map((part) => parseServer(part.trim()));
  const known = urls.filter((url) => url !== null);
  if (known.length < urls.length) return null;
  const signed = known.find((url) => url.username !== '');
  const name = signed ? decode(signed.username) : null;
  const password = signed?.password ? decode(signed.password) : null;
  return {
    servers: known.map((url) => `${url.hostname}:${url.port || '4222'}`),
    tls: known.some((url) => url.protocol === 'tls:'),
    user: password === null ? null : name,
    password,
    token: password === null ? name : null,
  };
};
