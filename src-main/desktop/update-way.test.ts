import { describe, expect, it } from 'vitest';
import { chooseUpdateWay, isSignedByTeam, parseUpdateSource, toReleasesUrl, type Installation } from './update-way.ts';

const installed: Installation = {
  platform: 'linux',
  isPackaged: true,
  source: { owner: 'someone', repo: 'marquee' },
  isAppImage: false,
  isSigned: false,
};

describe('an update', () => {
  const stories: [who: string, change: Partial<Installation>, way: string][] = [
    ['a deb only tells', {}, 'link'],
    ['an AppImage replaces itself', { isAppImage: true }, 'install'],
    ['Windows replaces itself', { platform: 'win32' }, 'install'],
    ['a signed Mac app replaces itself', { platform: 'darwin', isSigned: true }, 'install'],
    ['an unsigned Mac app shows the way', { platform: 'darwin' }, 'link'],
    ['a checkout does not look', { platform: 'win32', isPackaged: false }, 'none'],
    ['a build without a home does not look', { isAppImage: true, source: null }, 'none'],
  ];
  it.each(stories)('%s', (_, change, way) => expect(chooseUpdateWay({ ...installed, ...change })).toBe(way));
});

describe('where updates come from', () => {
  const written = 'owner: some-one\nrepo: marquee.app\nprovider: github\nupdaterCacheDirName: marquee-updater\n';
  it('is read from the file that the packager writes', () => {
    expect(parseUpdateSource(written)).toEqual({ owner: 'some-one', repo: 'marquee.app' });
    expect(toReleasesUrl({ owner: 'a', repo: 'b' })).toBe('https://github.com/a/b/releases/latest');
  });
  it.each([
    '',
    'provider: github\nowner: a\n',
    'provider: generic\nurl: https://a.example\n',
    'owner: a/../b\nrepo: c',
  ])('is nowhere with %j', (text) => expect(parseUpdateSource(text)).toBeNull());
});

describe('a signature', () => {
  it('is one when it names a team', () =>
    expect(isSignedByTeam('Identifier=app.marquee.desktop\nTeamIdentifier=AB12CD34EF\n')).toBe(true));
  it.each(['Signature=adhoc\nTeamIdentifier=not set\n', 'code object is not signed at all', ''])(
    'is none in %j',
    (said) => expect(isSignedByTeam(said)).toBe(false),
  );
});
