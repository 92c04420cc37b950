// Publishing while Marquee runs: begins, changes its broker and ends as the owner says, unless the environment decides.
import { z } from 'zod';
import type { MouthHealth } from '../src-contract/live.ts';
import {
  subjectPrefixSchema,
  type NatsSignIn,
  type PublishingChange,
  type PublishingTest,
  type PublishingView,
  type PublishingWanted,
} from '../src-contract/publishing.ts';
import { parseNatsAddress, type NatsAddress } from './lib/nats-address.ts';
import { createTurns } from './lib/turns.ts';
import { openPublishing, type Publishing, type PublishingOptions } from './open-publishing.ts';
import type { Origins } from './settings/read-settings.ts';
import type { SecretStore } from './settings/secret-store.ts';

type Options = Omit<PublishingOptions, 'history'> & {
  history: PublishingOptions['history'] & { outbox: { forget: (destination: string) => Promise<void> } };
  origins: Origins;
  secrets: Pick<SecretStore, 'token' | 'keepToken'>;
};

export type PublishingSwitch = {
  view: () => Promise<PublishingView>;
  /** Throws when it cannot be kept. */
  update: (
    change: PublishingChange,
  ) => Promise<{ kind: 'view'; view: PublishingView } | { kind: 'fixed' } | { kind: 'no-address' }>;
  /** Null: what was written is no address. */
  test: (wanted: PublishingWanted) => Promise<PublishingTest | null>;
  close: () => Promise<void>;
};

/** Among the secrets: what signs us in is one, and it is all of one piece. */
const place = 'nats';
const keptSchema = z.object({
  url: z.string().nullable(),
  prefix: subjectPrefixSchema,
  collect: z.boolean(),
  signIn: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('password'), user: z.string(), password: z.string() }),
    z.object({ kind: z.literal('token'), token: z.string() }),
    z.object({ kind: z.literal('creds'), file: z.string() }),
  ]),
});
type Kept = z.infer<typeof keptSchema>;
const testPatienceMs = 5_000;

const parseKept = (text: string | null, prefix: string): Kept => {
  const none: Kept = { url: null, prefix, collect: false, signIn: { kind: 'none' } };
  try {
    return keptSchema.parse(JSON.parse(text ?? 'null'));
  } catch {
    return none; // Nothing was kept yet.
  }
};

const toUrl = ({ servers, tls }: NatsAddress): string =>
  servers.map((server) => `${tls ? 'tls' : 'nats'}://${server}`).join(',');

const toSignIn = ({ user, password, token }: NatsAddress, file: string | null): Kept['signIn'] => {
  if (file !== null) return { kind: 'creds', file };
  if (user !== null && password !== null) return { kind: 'password', user, password };
  return token === null ? { kind: 'none' } : { kind: 'token', token };
};

const toAddress = ({ url, signIn }: Kept): NatsAddress | null => {
  const address = url === null ? null : parseNatsAddress(url);
  if (!address) return null;
  const { kind } = signIn;
  return {
    ...address,
    user: kind === 'password' ? signIn.user : null,
    password: kind === 'password' ? signIn.password : null,
    token: kind === 'token' ? signIn.token : null,
  };
};

const toFile = ({ signIn }: Kept): string | null => (signIn.kind === 'creds' ? signIn.file : null);

const secretsOf = ({ signIn }: Kept): string[] =>
  signIn.kind === 'password' ? [signIn.password] : signIn.kind === 'token' ? [signIn.token] : [];

/** What is not said anew is as it was kept. */
const fill = (wanted: NatsSignIn, kept: Kept['signIn']): Kept['signIn'] => {
  if (wanted.kind === 'password') {
    return { ...wanted, password: wanted.password ?? (kept.kind === 'password' ? kept.password : '') };
  }
  if (wanted.kind === 'token') return { ...wanted, token: wanted.token ?? (kept.kind === 'token' ? kept.token : '') };
  return wanted;
};

export const createPublishingSwitch = async (options: Options): Promise<PublishingSwitch> => {
  const { settings, origins, secrets, history, hidden, onHealth } = options;
  const inTurn = createTurns();
  const own = ['natsUrl', 'natsCreds', 'natsCollect', 'natsPrefix'] as const;
  const fixedBy = own.map((key) => origins.get(key)).find((from) => from !== undefined) ?? null;
  const current = (): Kept => {
    if (fixedBy === null) return parseKept(secrets.token(place), settings.natsPrefix);
    const { natsUrl: address, natsCreds, natsPrefix: prefix, natsCollect: collect } = settings;
    const url = address === null ? null : toUrl(address);
    return { url, prefix, collect, signIn: address ? toSignIn(address, natsCreds) : { kind: 'none' } };
  };
  let state: MouthHealth | null = null;
  let now: Publishing | null = null;
  let closed = false;
  const tell = (health: MouthHealth): void => {
    state = health;
    onHealth(health);
  };

  const open = async (): Promise<void> => {
    const kept = current();
    for (const secret of secretsOf(kept)) if (secret !== '') hidden.add(secret);
    const { prefix: natsPrefix, collect: natsCollect } = kept;
    now = await openPublishing({
      ...options,
      settings: { natsUrl: toAddress(kept), natsCreds: toFile(kept), natsPrefix, natsCollect },
      onHealth: tell,
    });
  };
  const end = async (): Promise<void> => {
    const before = now;
    now = null;
    await before?.close();
  };
  const view = async (): Promise<PublishingView> => {
    const { url, prefix, collect, signIn } = current();
    const { kind } = signIn;
    return {
      url,
      prefix,
      collect,
      signIn: kind === 'password' ? { kind, user: signIn.user } : kind === 'token' ? { kind } : signIn,
      fixedBy,
      state: state && { ok: state.ok, text: state.text, sinceMs: state.sinceMs },
      waiting: (await now?.waiting().catch(() => null)) ?? null,
    };
  };
  /** A kept secret only goes to the address for which it was kept. */
  const complete = (url: string, wanted: NatsSignIn | undefined): Kept['signIn'] => {
    const kept = current();
    const known: Kept['signIn'] = url === kept.url ? kept.signIn : { kind: 'none' };
    return wanted ? fill(wanted, known) : known;
  };

  await open();
  return {
    // In turn, so that whoever has just changed it sees what came of it.
    view: () => inTurn(view),
    update: (change) =>
      inTurn(async () => {
        if (fixedBy !== null || closed) return { kind: 'fixed' };
        const { url, prefix = current().prefix, collect = current().collect } = change;
        if (url !== null && !parseNatsAddress(url)) return { kind: 'no-address' };
        const signIn: Kept['signIn'] = url === null ? { kind: 'none' } : complete(url, change.signIn);
        const next: Kept = { url, prefix, collect: url !== null && collect, signIn };
        secrets.keepToken(place, JSON.stringify(next));
        await end();
        state = null;
        if (url === null) {
          await history.outbox.forget(place);
          onHealth({ name: 'publish', ok: true, text: null, sinceMs: null });
        }
        await open();
        return { kind: 'view', view: await view() };
      }),
    test: async ({ url: wanted, signIn }) => {
      const url = wanted ?? current().url;
      if (url === null) return { kind: 'failed', why: 'No address of a broker is named.' };
      const asked: Kept = { ...current(), url, signIn: complete(url, signIn) };
      const address = toAddress(asked);
      if (!address) return null;
      for (const secret of secretsOf(asked)) if (secret !== '') hidden.add(secret);
      const { tryBroker } = await import('./publish/try-broker.ts');
      return tryBroker({ address, credsFile: toFile(asked), patienceMs: testPatienceMs });
    },
    close: () =>
      inTurn(async () => {
        closed = true;
        await end();
      }),
  };
};
