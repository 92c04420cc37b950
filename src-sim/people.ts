// Who watches, and on what: the accounts and the players of the simulated house.
import type { Prng } from './prng.ts';

export type Account = { id: number; name: string; thumb: string };

export type Player = {
  /** A short name for tests and scenarios. */
  name: string;
  machineIdentifier: string;
  title: string;
  device: string;
  model: string;
  vendor: string;
  platform: string;
  platformVersion: string;
  product: string;
  version: string;
  profile: string;
};

export type Network = {
  kind: 'lan' | 'wan' | 'relay';
  address: string;
  publicAddress: string;
  secure: boolean;
};

const owner = 'Ada';
const others = ['Bruno', 'Celia', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hugo'];

/** Account 0 is the empty local one, 1 is the owner, the others carry their plex.tv ids. */
export function buildAccounts(prng: Prng, extra = 0): Account[] {
  const thumb = (): string => `https://plex.tv/users/${prng.id(16, '0123456789abcdef')}/avatar?c=1700000000`;
  const names = [...others, ...Array.from({ length: extra }, (_, n) => `Viewer ${n + 1}`)];
  return [
    { id: 0, name: '', thumb: '' },
    { id: 1, name: owner, thumb: thumb() },
    ...names.map((name, n) => ({ id: 7_400_001 + n * 37, name, thumb: thumb() })),
  ];
}

type Model = Omit<Player, 'machineIdentifier'>;

const models: readonly Model[] = [
  {
    name: 'chrome',
    title: 'Chrome',
    device: 'Windows',
    model: 'hosted',
    vendor: '',
    platform: 'Chrome',
    platformVersion: '131.0',
    product: 'Plex Web',
    version: '4.145.1',
    profile: 'Web',
  },
  {
    name: 'shield',
    title: 'Living Room',
    device: 'SHIELD Android TV',
    model: 'mdarcy',
    vendor: 'NVIDIA',
    platform: 'Android',
    platformVersion: '11',
    product: 'Plex for Android (TV)',
    version: '10.21.0.1',
    profile: 'Android',
  },
  {
    name: 'appletv',
    title: 'Bedroom',
    device: 'Apple TV',
    model: '14,1',
    vendor: 'Apple',
    platform: 'tvOS',
    platformVersion: '18.1',
    product: 'Plex for Apple TV',
    version: '8.41',
    profile: 'tvOS',
  },
  {
    name: 'iphone',
    title: 'Elif’s iPhone',
    device: 'iPhone',
    model: '15,2',
    vendor: 'Apple',
    platform: 'iOS',
    platformVersion: '18.1',
    product: 'Plex for iOS',
    version: '8.41',
    profile: 'iOS',
  },
  {
    name: 'roku',
    title: 'Kitchen Roku',
    device: 'Roku Ultra',
    model: '4800X',
    vendor: 'Roku',
    platform: 'Roku',
    platformVersion: '14.0',
    product: 'Plex for Roku',
    version: '7.8.21',
    profile: 'Roku-7.x',
  },
  {
    name: 'tizen',
    title: 'Attic TV',
    device: 'Samsung TV',
    model: 'QN90B',
    vendor: 'Samsung',
    platform: 'Tizen',
    platformVersion: '6.5',
    product: 'Plex for Samsung',
    version: '5.94.0',
    profile: 'Samsung',
  },
  {
    name: 'webos',
    title: 'LG OLED',
    device: 'LG TV',
    model: 'OLED55C1',
    vendor: 'LG',
    platform: 'webOS',
    platformVersion: '6.3',
    product: 'Plex for LG',
    version: '5.94.0',
    profile: 'HTML TV App',
  },
  {
    name: 'plexamp',
    title: 'Pixel 8',
    device: 'Pixel 8',
    model: 'shiba',
    vendor: 'Google',
    platform: 'Android',
    platformVersion: '15',
    product: 'Plexamp',
    version: '4.12.3',
    profile: 'Plexamp',
  },
  {
    name: 'htpc',
    title: 'cinema.local',
    device: 'Mac',
    model: 'Gecko',
    vendor: 'Plex',
    platform: 'macos',
    platformVersion: '14.4',
    product: 'Plex HTPC for Mac',
    version: '1.58.0.106-d213ced1',
    profile: 'Plex HTPC',
  },
  {
    name: 'dlna',
    title: 'Old Receiver',
    device: '',
    model: '',
    vendor: '',
    platform: '',
    platformVersion: '',
    product: 'DLNA',
    version: '',
    profile: 'Generic',
  },
];

export function buildPlayers(prng: Prng, extra = 0): Player[] {
  const named = models.map((model) => ({ ...model, machineIdentifier: prng.id(24) }));
  const copies = Array.from({ length: extra }, (_, n) => {
    const model = prng.pick(models.slice(0, 8));
    return {
      ...model,
      name: `${model.name}-${n + 1}`,
      title: `${model.title} ${n + 1}`,
      machineIdentifier: prng.id(24),
    };
  });
  return [...named, ...copies];
}

const homeAddress = '203.0.113.10';

export function networkOf(kind: Network['kind'], n: number): Network {
  const host = 20 + (n % 200);
  if (kind === 'lan') return { kind, address: `192.168.1.${host}`, publicAddress: homeAddress, secure: true };
  if (kind === 'wan') return { kind, address: `198.51.100.${host}`, publicAddress: `198.51.100.${host}`, secure: true };
  return { kind, address: `192.168.43.${host}`, publicAddress: '127.0.0.1', secure: true };
}
