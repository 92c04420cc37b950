// A stored fact as others get it: a CloudEvent in JSON, and the subject that it is sent under. Pure.

/** A fact as it lies in the history. */
export type StoredFact = {
  /** Its place in the history; the facts of one Marquee are published in this order. */
  seq: number;
  id: string;
  serverId: string;
  kind: string;
  atMs: number;
  /** The whole event of the contract, as JSON. */
  body: string;
};

/** Nouns of two words; every other kind is one noun, a dash, and what happened to it. */
const longNouns = ['remote-access', 'sign-in'];

/** `session-stream-changed` is `session.stream-changed`, `sign-in-expired` is `sign-in.expired`. */
export const toDotted = (kind: string): string => {
  const noun = longNouns.find((long) => kind.startsWith(`${long}-`)) ?? kind.split('-', 1)[0] ?? kind;
  return kind === noun ? kind : `${noun}.${kind.slice(noun.length + 1)}`;
};

export const toType = (kind: string): string => `app.marquee.${toDotted(kind)}`;

/** Points, stars and spaces have a meaning in subjects; ids of Plex servers have none of them. */
const toToken = (text: string): string => text.replaceAll(/[^A-Za-z0-9_-]/g, '_');

export const toSubject = (prefix: string, { serverId, kind }: Pick<StoredFact, 'serverId' | 'kind'>): string =>
  `${prefix}.${toToken(serverId)}.${toDotted(kind)}`;

/** RFC 3339 knows the years 0000 to 9999 only. */
const earliestMs = Date.parse('0000-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** CloudEvents 1.0, structured mode. `marqueesite` is the Marquee that says it. */
export const toCloudEvent = ({ id, serverId, kind, atMs, body }: StoredFact, site: string): string => {
  const attributes = {
    specversion: '1.0',
    id,
    source: `marquee/${encodeURIComponent(serverId)}`,
    type: toType(kind),
    time: new Date(Math.min(Math.max(atMs, earliestMs), latestMs)).toISOString(),
    datacontenttype: 'application/json',
    marqueesite: site,
  };
  // The body is JSON already, and was checked when it was recorded.
  return `${JSON.stringify(attributes).slice(0, -1)},"data":${body}}`;
};
