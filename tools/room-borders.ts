// Which room of the house may use what. The table is the law; the check reads every import and export of every file.
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { parseSync } from 'vite';
import { isTest } from './source-files.ts';

type Room = {
  /** A folder (with its subfolders) or one file. The first room that holds a file is its room. */
  at: string;
  /** Other rooms that it may use; a folder stands for everything in it. */
  rooms: string[];
  node: boolean;
  /** Package names; `@orpc/*` stands for the whole scope, `*` for any package but electron. */
  packages: string[];
  /** Rooms of which only types may be used. */
  typesOf?: string[];
};

const core = ['src-contract', 'src-main/lib'];
const everyRoom = ['src-contract', 'src-main'];

const rooms: Room[] = [
  { at: 'src-contract', rooms: [], node: false, packages: ['zod', '@orpc/contract'] },
  { at: 'src-preload', rooms: [], typesOf: ['src-contract'], node: false, packages: ['electron'] },
  {
    at: 'src-renderer',
    rooms: ['src-contract'],
    node: false,
    packages: ['react', 'react-dom', '@orpc/*', '@tanstack/*', '@base-ui/react', 'echarts', 'zod'],
  },
  { at: 'src-main/lib', rooms: [], node: true, packages: ['pino', 'pino-pretty', 'uuid'] },
  { at: 'src-main/watch/watcher.ts', rooms: [...core, 'src-main/watch'], node: false, packages: [] },
  // What goes wrong in that loop, and its rest.
  { at: 'src-main/watch/faults.ts', rooms: [...core, 'src-main/watch'], node: false, packages: [] },
  { at: 'src-main/watch', rooms: ['src-contract'], node: false, packages: [] },
  {
    at: 'src-main/plex',
    rooms: core,
    node: true,
    packages: ['undici', 'ws', 'cockatiel', 'lru-cache', 'openid-client', 'zod'],
  },
  {
    at: 'src-main/history',
    rooms: core,
    node: true,
    // The reader of SQLite is for Tautulli's file: its rows become rows of the history in one thread, without a detour.
    packages: ['@duckdb/node-api', 'node-sqlite3-wasm', 'yazl', 'zod'],
  },
  {
    at: 'src-main/sql-console',
    rooms: [...core, 'src-main/history'],
    node: true,
    packages: ['@duckdb/node-api', 'zod'],
  },
  { at: 'src-main/publish', rooms: core, node: true, packages: ['@nats-io/*', 'zod'] },
  { at: 'src-main/attach', rooms: core, node: true, packages: ['@orpc/*', 'undici', 'zod'] },
  { at: 'src-main/settings', rooms: core, node: true, packages: ['zod'] },
  {
    at: 'src-main/web',
    rooms: core,
    node: true,
    packages: ['fastify', '@fastify/*', '@orpc/*', 'ws', 'lru-cache', 'zod'],
  },
  { at: 'src-main/desktop', rooms: core, node: true, packages: ['electron', 'zod'] },
  {
    at: 'src-main/procedures',
    rooms: everyRoom.filter((room) => room !== 'src-main/desktop'),
    node: true,
    packages: ['@orpc/*', 'lru-cache', 'zod'],
  },
  { at: 'src-main/desktop.ts', rooms: everyRoom, node: true, packages: ['electron', '*'] },
  // app.ts, headless.ts and whatever else stands directly in src-main.
  { at: 'src-main', rooms: everyRoom, node: true, packages: ['*'] },
  { at: 'src-sim', rooms: [], node: true, packages: ['ws', 'xmlbuilder2', 'jpeg-js'] },
  { at: 'e2e', rooms: ['src-contract', 'src-sim', 'tools'], node: true, packages: ['*'] },
  { at: 'bench', rooms: ['src-contract', 'src-main', 'src-sim', 'e2e', 'tools'], node: true, packages: ['*'] },
  { at: 'tools', rooms: ['src-contract', 'src-main', 'src-sim'], node: true, packages: ['*'] },
];

/** Only these speak to the desktop; everything else must run where there is none. */
const desktopRooms = ['src-main/desktop', 'src-main/desktop.ts', 'src-preload'];

const isIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);

const roomOf = (file: string): Room | undefined => rooms.find((room) => isIn(file, room.at));

type Import = { specifier: string; typeOnly: boolean };

/** Everything that a source text imports, re-exports or loads while it runs. */
const parseImports = (file: string, source: string): Import[] => {
  const { module } = parseSync(file, source);
  const fixed = module.staticImports.map((found) => ({
    specifier: found.moduleRequest.value,
    typeOnly: found.entries.length > 0 && found.entries.every((entry) => entry.isType),
  }));
  const passedOn = module.staticExports.flatMap((found) =>
    found.entries.flatMap((entry) =>
      entry.moduleRequest ? [{ specifier: entry.moduleRequest.value, typeOnly: entry.isType }] : [],
    ),
  );
  const loaded = module.dynamicImports.map((found) => ({
    specifier: source.slice(found.moduleRequest.start, found.moduleRequest.end).replaceAll(/^['"`]|['"`]$/g, ''),
    typeOnly: false,
  }));
  return [...fixed, ...passedOn, ...loaded];
};

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const allowsPackage = (allowed: string[], name: string): boolean =>
  allowed.some(
    (entry) =>
      entry === name ||
      (entry === '*' && name !== 'electron') ||
      (entry.endsWith('/*') && name.startsWith(entry.slice(0, -1))),
  );

/** What is wrong with one import, or null. Tests may reach into other rooms: they put the rooms together. */
const judge = (file: string, room: Room, { specifier, typeOnly }: Import): string | null => {
  const test = isTest(file);
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    const targetRoom = roomOf(target);
    if (!targetRoom) return null;
    if (isTest(target) && !test && room.at !== 'bench') return `imports ${target}, which only tests may use`;
    if (targetRoom === room) return null;
    if (targetRoom.at === 'src-sim' && isIn(file, 'src-main') && !test)
      return `imports ${target}, which only tests may use`;
    if (desktopRooms.includes(targetRoom.at) && !desktopRooms.includes(room.at))
      return `imports ${target} of the desktop`;
    const allowed = [...room.rooms, ...(typeOnly ? (room.typesOf ?? []) : [])];
    if (allowed.some((place) => isIn(target, place))) return null;
    if (test && isIn(file, 'src-main') && !isIn(target, 'src-renderer')) return null;
    return `imports ${target}: ${room.at} may use ${allowed.join(', ') || 'no other room'}`;
  }
  if (isBuiltin(specifier)) return room.node || test ? null : `imports ${specifier}: ${room.at} runs without Node`;
  const name = packageOf(specifier);
  if (test || allowsPackage(room.packages, name)) return null;
  return `imports ${name}: ${room.at} may use ${room.packages.join(', ') || 'no package'}`;
};

/** One line for each import that crosses a border it must not cross. */
export const findTrespasses = (files: string[], read: (file: string) => string): string[] =>
  files.flatMap((file) => {
    const room = roomOf(file);
    if (!room) return [];
    return parseImports(file, read(file))
      .map((found) => judge(file, room, found))
      .filter((trespass) => trespass !== null)
      .map((trespass) => `${file} ${trespass}`);
  });
