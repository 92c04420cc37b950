// Which Marquees the desktop app shows: its own, as long as it watches anything or there is no other, and the attached
// ones. An app that is only the face of others has no connection to Plex and no history.
import { hostname } from 'node:os';
import type { News } from '../src-contract/live.ts';
import type { App } from './app.ts';
import type { AttachedMarquees } from './attach/attached.ts';
import type { RemotePicture } from './attach/remote-artwork.ts';
import { createRemoteSignIns } from './attach/remote-sign-ins.ts';
import { createFaces, toAttached, toFace, type Faces } from './attach/faces.ts';
import type { Clock } from './lib/clock.ts';
import { createEmitter } from './lib/emitter.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import type { DesktopRoom } from './procedures/desktop.ts';
import type { SecretStore } from './settings/secret-store.ts';
import type { SettingsFile } from './settings/settings-file.ts';
import type { Port } from './serve-port.ts';

type Options = {
  openCore: (desktop: DesktopRoom) => Promise<App>;
  /** It was told to watch servers itself. */
  watchesItself: boolean;
  desktop: Omit<DesktopRoom, 'marquees'>;
  secrets: Pick<SecretStore, 'attached'>;
  settings: SettingsFile['owner'];
  version: string;
  hide: (secret: string) => void;
  newId: (atMs: number) => string;
  clock: Clock;
  log: Log;
};

export type DesktopMarquees = {
  faces: Faces;
  /** Our own; null while there is none. */
  own: () => Promise<App> | null;
  /** Rejects when our own cannot be opened. */
  open: () => Promise<void>;
  /** Closes our own, where there is one, and opens it anew; windows wait for it. Rejects when it cannot be opened. */
  reopenOwn: () => Promise<void>;
  /** Which attached one the window shows; null is our own. */
  shown: () => { id: string; name: string } | null;
  /** False when there is no such Marquee. */
  show: (id: string | null) => boolean;
  onShown: (listener: () => void) => () => void;
  onOwn: (listener: (own: App | null) => void) => () => void;
  /** Whether a sign-in that is under way, here or at an attached one, sends its person to this address. */
  isSignInPage: (address: string) => boolean;
  /** Somebody who began at our window has signed in, and still looks at the browser. */
  onSignedIn: (listener: () => void) => () => void;
  /** Gives a window its line to the Marquee that it shows. */
  serve: (port: Port) => Promise<void>;
  /** A file of our own history; rejects while another Marquee is shown. */
  download: App['download'];
  artwork: (serverId: string, query: unknown) => Promise<Awaited<ReturnType<App['artwork']>> | RemotePicture>;
  /** The machine slept. */
  wake: () => void;
  close: () => Promise<void>;
};

const OWN_NAME = 'this computer';

export const openMarquees = (options: Options): DesktopMarquees => {
  const { secrets, settings, version, hide, newId, clock, log } = options;
  const faces = createFaces();
  const shownChanged = createEmitter<void>();
  const ownChanged = createEmitter<App | null>();
  const signIns = createRemoteSignIns(log);
  const signedIn = createEmitter<void>();
  signIns.onSignedIn(signedIn.emit);
  const leaving = new Map<string, () => void>();
  let attached: AttachedMarquees | null = null;
  let own: Promise<App> | null = null;
  let leaveOwn = () => {};
  let isOwnPage: App['isSignInPage'] = () => false;
  let shownId: string | null = null;
  let loading: Promise<unknown> = Promise.resolve();

  const remotes = () => attached?.all() ?? [];
  const shown = () => secrets.attached.read().find(({ id }) => id === shownId) ?? null;
  const shownRemote = () => remotes().find(({ id }) => id === shownId) ?? null;

  const show = (id: string | null): boolean => {
    const isThere = id === null ? own !== null : remotes().some((remote) => remote.id === id);
    if (!isThere) return false;
    if (id !== shownId) {
      shownId = id;
      shownChanged.emit();
    }
    return true;
  };

  const openOwn = async (opening = options.openCore(room)): Promise<void> => {
    own = opening;
    const opened = await own;
    isOwnPage = opened.isSignInPage;
    opened.onSignedIn(() => signedIn.emit());
    const changed = createEmitter<void>();
    const following = new AbortController();
    const leave = faces.add({
      id: null,
      name: OWN_NAME,
      snapshot: opened.snapshot,
      trouble: () => null,
      sessions: () => opened.client.sessions,
      onChange: changed.subscribe,
      onNews: (listener: (news: News) => void) => opened.onNews(listener),
    });
    leaveOwn = () => {
      following.abort();
      leave();
    };
    void (async () => {
      for await (const _ of opened.live.watch(following.signal)) changed.emit();
    })();
    ownChanged.emit(opened);
  };

  const closeOwn = async (): Promise<void> => {
    const closing = own;
    own = null;
    isOwnPage = () => false;
    leaveOwn();
    leaveOwn = () => {};
    ownChanged.emit(null);
    await (await closing?.catch(() => null))?.close();
  };

  const reopenOwn = async (): Promise<void> => {
    if (own !== null) await openOwn(closeOwn().then(() => options.openCore(room)));
  };

  /** Those that are new join the picture, those that are gone leave it. */
  const joinFaces = () => {
    for (const remote of remotes()) {
      if (!leaving.has(remote.id)) leaving.set(remote.id, faces.add(toFace(remote)));
    }
    for (const [id, leave] of leaving) {
      if (remotes().some((remote) => remote.id === id)) continue;
      leaving.delete(id);
      leave();
    }
  };

  const load = async (): Promise<AttachedMarquees> => {
    if (attached) return attached;
    const { openAttached } = await import('./attach/attached.ts');
    attached ??= openAttached({
      store: secrets.attached,
      keyName: `Marquee on ${hostname()}`.slice(0, 100),
      version,
      hide,
      newId,
      clock,
      log,
    });
    joinFaces();
    return attached;
  };

  const room: DesktopRoom = {
    ...options.desktop,
    marquees: {
      list: () => ({
        own: own !== null,
        shown: shownId,
        attached: remotes().map(toAttached),
      }),
      attach: async (wanted) => {
        const all = await load();
        const remote = await all.attach(wanted);
        joinFaces();
        show(remote.id);
        const isIdle = (await own?.catch(() => null))?.snapshot().servers.length === 0;
        if (isIdle) void closeOwn();
        return toAttached(remote);
      },
      detach: async (id) => {
        const gone = await (await load()).detach(id);
        if (!gone) return null;
        joinFaces();
        if (remotes().length === 0 && own === null) {
          await openOwn().catch((error: unknown) =>
            log.error('Our own Marquee could not be opened', { error: toError(error) }),
          );
        }
        if (shownId === id) {
          shownId = own === null ? (remotes()[0]?.id ?? null) : null;
          shownChanged.emit();
        }
        return gone;
      },
      show,
    },
  };

  return {
    faces,
    own: () => own,
    open: async () => {
      const [first] = secrets.attached.read();
      const opening = options.watchesItself || !first ? openOwn() : null;
      if (opening === null) shownId = first?.id ?? null;
      if (first) loading = load();
      await loading;
      await opening;
    },
    reopenOwn,
    shown,
    show,
    onShown: shownChanged.subscribe,
    onOwn: ownChanged.subscribe,
    isSignInPage: (address) => isOwnPage(address) || signIns.isPage(address),
    onSignedIn: signedIn.subscribe,
    serve: async (port) => {
      const { createPortServer } = await import('./serve-port.ts');
      await loading;
      const remote = shownRemote();
      if (remote === null) {
        const opened = await own;
        if (opened) createPortServer(opened.router)(port);
        return;
      }
      const { createProxyRouter } = await import('./attach/proxy-router.ts');
      const { desktopBranch } = await import('./procedures/desktop.ts');
      const branch = desktopBranch(room, log);
      createPortServer(
        createProxyRouter({ remote, onSignIn: signIns.begun, settings, version, nowMs: clock.nowMs }, branch),
      )(port);
    },
    artwork: async (serverId, query) => {
      await loading;
      const remote = shownRemote();
      if (remote === null) return (await own)?.artwork(serverId, query) ?? { kind: 'refused' };
      const { createRemoteArtwork } = await import('./attach/remote-artwork.ts');
      return createRemoteArtwork(remote)(serverId, query);
    },
    download: async (path, query) => {
      await loading;
      const opened = shownRemote() === null ? await own : null;
      if (!opened) throw new Error('The Marquee that is shown runs elsewhere; take its files from its own page.');
      return opened.download(path, query);
    },
    wake: () => {
      void own?.then(({ wake }) => wake()).catch(() => {});
      attached?.retry();
    },
    close: async () => {
      attached?.close();
      for (const leave of leaving.values()) leave();
      await closeOwn();
    },
  };
};
