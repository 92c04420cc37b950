// Takes out of a report what is nobody else's business: secrets, addresses, the home folder, and people's names.
import { homedir, hostname, userInfo } from 'node:os';

/** Names of one kind read `person-1`, `person-2`… in the order in which they are given. */
export type Names = Readonly<Record<string, readonly string[]>>;

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** A name counts where it stands by itself: "Al" is not taken out of "Already". */
const toPattern = (name: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}_-])${escape(name)}(?![\p{L}\p{N}_-])`, 'gu');

const isOwn = (host: string): boolean => /^(127\.|0\.0\.0\.0|localhost|\[?::1?\]?$)/.test(host);

/** Hosts that everybody speaks with. */
const isPublic = (host: string): boolean => /(^|\.)(plex\.tv|github\.com)$/.test(host);

const addresses: readonly [RegExp, (found: string) => string][] = [
  // The host of any address; its port and path may help.
  [/(?<=:\/\/)(\[[0-9a-fA-F:.]+\]|[^\s/:"'\\@)]+)/g, (host) => (isOwn(host) || isPublic(host) ? host : '(address)')],
  [/[\w-]+\.[0-9a-f]{16,}\.plex\.direct/g, () => '(address)'],
  [/\b\d{1,3}([.-])\d{1,3}\1\d{1,3}\1\d{1,3}\b/g, (ip) => (isOwn(ip) ? ip : '(address)')],
  [
    /(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{0,4}(?:%\w+)?|(?<![\w:])[0-9a-fA-F]{0,4}::[0-9a-fA-F:]{2,}/g,
    () => '(address)',
  ],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, () => '(e-mail)'],
];

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return ''; // Expected in a container whose user has no entry.
  }
};

/** `hide` knows the secrets; it comes first. */
export const createScrubber = (hide: (text: string) => string, names: Names) => {
  const all = Object.entries({ ...names, computer: [hostname()], account: [userName()] }).flatMap(([kind, list]) =>
    [...new Set(list)].flatMap((name, index) => (name.length < 2 ? [] : [{ name, mark: `${kind}-${index + 1}` }])),
  );
  // The longest first, so that no rest of a longer name stays behind a shorter one.
  const marks = all.toSorted((one, other) => other.name.length - one.name.length);
  const home = homedir();
  return (text: string): string => {
    const withoutHome = home.length > 1 ? hide(text).replaceAll(home, '~') : hide(text);
    const withoutNames = marks.reduce((now, { name, mark }) => now.replace(toPattern(name), mark), withoutHome);
    return addresses.reduce((now, [pattern, replacement]) => now.replace(pattern, replacement), withoutNames);
  };
};
