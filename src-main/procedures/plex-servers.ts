// The servers that a question goes to, and what their answers say together: one that is dead or slow hides no other.
import type { SeenSession } from '../../src-contract/heard.ts';
import type { Activity, Server } from '../../src-contract/server.ts';
import type { PlexClient } from '../plex/client.ts';
import type { PlexQuestions } from '../plex/questions.ts';
import type { Answer, Failure } from './shared-answers.ts';

export type PlexServer = {
  /** As the live picture has it now. */
  server: () => Server;
  ask: PlexQuestions & {
    activities: () => Promise<Activity[]>;
    sessions: () => Promise<SeenSession[]>;
    cancelTranscode: (key: string) => Promise<void>;
    /** How busy it is, and with what besides streaming. */
    loads?: PlexClient['loads'];
    backgroundJobs?: PlexClient['backgroundJobs'];
  };
};

/** Every watched server. */
export type PlexServers = () => PlexServer[];

export type Part<Value> = { serverId: string; answer: Answer<Value> };

/** In an order that stays. Null when a server is named that nobody watches. */
export const choose = (servers: PlexServers, id: string | undefined): PlexServer[] | null => {
  const chosen = servers()
    .filter(({ server }) => id === undefined || server().id === id)
    .toSorted((one, other) => (one.server().id < other.server().id ? -1 : 1));
  return id !== undefined && chosen.length === 0 ? null : chosen;
};

/** A string of a structured field (RFC 9651) holds printable ASCII. */
const toFieldText = (text: string): string =>
  `"${text.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;

const toSeconds = (ms: number): number => Math.floor(ms / 1000);

const describePart = ({ serverId, answer }: Part<unknown>): string => {
  const name = toFieldText(serverId);
  if (answer.kind === 'failed') return `${name};state=missing;why=${answer.failure.why}`;
  const age = `age=${toSeconds(answer.ageMs)}`;
  return answer.failure === null
    ? `${name};state=fresh;${age}`
    : `${name};state=stored;${age};why=${answer.failure.why}`;
};

export const toHeaders = (parts: Part<unknown>[]): { age: string; 'marquee-servers': string } => {
  const ages = parts.map(({ answer }) => (answer.kind === 'answered' ? answer.ageMs : 0));
  return { age: String(toSeconds(Math.max(0, ...ages))), 'marquee-servers': parts.map(describePart).join(', ') };
};

export type Silent = { serverId: string } & Failure;

export const toSilent = (parts: Part<unknown>[]): Silent[] =>
  parts.flatMap(({ serverId, answer }) => (answer.kind === 'failed' ? [{ serverId, ...answer.failure }] : []));
