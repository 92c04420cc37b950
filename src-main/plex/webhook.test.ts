import { describe, expect, it } from 'vitest';
import { webhookNewsSchema } from '../../src-contract/heard.ts';
import { toWebhookNews } from './webhook-news.ts';
import { findServer, parseWebhook, type Webhook } from './webhook.ts';

const account = { id: 1, thumb: 'https://plex.tv/users/0/avatar', title: 'olga' };
const player = { local: true, publicAddress: '203.0.113.4', title: 'Roku', uuid: 'roku-1' };
const server = { title: 'attic', uuid: 'attic-id' };
const film = { librarySectionType: 'movie', ratingKey: '10', librarySectionID: 1, type: 'movie', title: 'Metropolis' };
const episode = {
  ratingKey: '60',
  parentRatingKey: '51',
  grandparentRatingKey: '50',
  librarySectionID: '2',
  type: 'episode',
  title: 'The Red Cryptogram',
  parentTitle: 'Season 1',
  grandparentTitle: 'Les Vampires',
};

const body = (event: string, changes: object = {}) => ({
  event,
  user: true,
  owner: true,
  Account: account,
  Server: server,
  Player: player,
  Metadata: film,
  ...changes,
});

const heard = (value: unknown): Webhook => {
  const webhook = parseWebhook(value);
  if (!webhook) throw new Error('This is no webhook.');
  return webhook;
};
const newsOf = (event: string, changes: object = {}) => toWebhookNews(heard(body(event, changes)));

describe('what is no webhook', () => {
  it.each([
    [null],
    [undefined],
    [7],
    ['media.play'],
    [[]],
    [[body('media.play')]],
    [{}],
    [{ event: null }],
    [{ event: '' }],
  ])('%j', (value) => expect(parseWebhook(value)).toBeNull());
});

describe('each event', () => {
  it.each(['media.play', 'media.pause', 'media.resume', 'media.stop', 'media.scrobble', 'playback.started'])(
    '%s asks for the list',
    (event) => {
      expect(newsOf(event)).toEqual({ kind: 'sessions-changed' });
      expect(newsOf(event, { Metadata: undefined, Player: undefined })).toEqual({ kind: 'sessions-changed' });
    },
  );

  it.each(['library.on.deck', 'media.imagined', 'toString'])('%s tells nothing', (event) => {
    expect(newsOf(event)).toBeNull();
  });

  it('library.new of a film', () => {
    expect(newsOf('library.new', { Player: undefined })).toEqual({
      kind: 'library-new',
      sectionId: '1',
      itemId: '10',
      parentItemId: null,
      rootItemId: null,
      rootTitle: null,
      itemType: 1,
      title: 'Metropolis',
    });
  });

  it('library.new of an episode and of a season names the show', () => {
    expect(newsOf('library.new', { Metadata: episode })).toMatchObject({
      itemId: '60',
      parentItemId: '51',
      rootItemId: '50',
      rootTitle: 'Les Vampires',
      itemType: 4,
    });
    const season = {
      ratingKey: 51,
      parentRatingKey: 50,
      type: 'season',
      title: 'Season 1',
      parentTitle: 'Les Vampires',
    };
    expect(newsOf('library.new', { Metadata: season })).toMatchObject({
      itemId: '51',
      parentItemId: null,
      rootItemId: '50',
      rootTitle: 'Les Vampires',
      itemType: 3,
    });
  });

  it('library.new of nothing, or of something that is in no library', () => {
    expect(newsOf('library.new', { Metadata: {} })).toBeNull();
    expect(newsOf('library.new', { Metadata: undefined })).toBeNull();
    expect(newsOf('library.new', { Metadata: { ...film, type: 'clip' } })).toBeNull();
  });

  it('media.rate, with the rating beside the item or in it', () => {
    const rated = { kind: 'item-rated', about: 'olga 10', userName: 'olga', title: 'Metropolis', rating: 8 };
    expect(newsOf('media.rate', { rating: 8 })).toEqual(rated);
    expect(newsOf('media.rate', { rating: '8.0' })).toEqual(rated);
    expect(newsOf('media.rate', { Metadata: { ...film, userRating: 8 } })).toEqual(rated);
    expect(newsOf('media.rate', { rating: 8, Metadata: episode })).toMatchObject({
      title: 'Les Vampires – The Red Cryptogram',
    });
  });

  it('media.rate of an album, and without any name', () => {
    const album = { type: 'album', guid: 'plex://album/1', title: 'Tago Mago', parentTitle: 'Can' };
    expect(newsOf('media.rate', { rating: 10, Metadata: album, Account: { id: 7 } })).toEqual({
      kind: 'item-rated',
      about: '7 plex://album/1',
      userName: '',
      title: 'Can – Tago Mago',
      rating: 10,
    });
    expect(newsOf('media.rate', { rating: 1, Metadata: { title: 'Can' }, Account: undefined })).toMatchObject({
      about: ' Can',
    });
  });

  it('media.rate that takes a rating back, or says none', () => {
    expect(newsOf('media.rate', { rating: -1 })).toBeNull();
    expect(newsOf('media.rate')).toBeNull();
    expect(newsOf('media.rate', { rating: 5, Metadata: undefined })).toBeNull();
  });

  it('device.new', () => {
    expect(newsOf('device.new')).toEqual({ kind: 'device-new', title: 'Roku', userName: 'olga' });
    expect(newsOf('device.new', { Player: undefined, Account: undefined })).toEqual({
      kind: 'device-new',
      title: '',
      userName: null,
    });
  });

  it.each([
    ['admin.database.backup', 'database-backup'],
    ['admin.database.corrupted', 'database-corrupted'],
  ])('%s', (event, kind) => {
    expect(newsOf(event, { Metadata: undefined, Player: undefined })).toEqual({ kind });
  });

  it('is what the contract allows, also when every field is of the wrong type', () => {
    const wrong = { rating: 'x', Account: 7, Server: [], Player: 'Roku', Metadata: [{ ...episode, title: {} }] };
    const told = ['media.play', 'media.rate', 'library.new', 'device.new', 'admin.database.backup'].flatMap((event) =>
      [{}, wrong, { Metadata: [episode] }].map((changes) => newsOf(event, changes)),
    );
    expect(told.filter((news) => news !== null && !webhookNewsSchema.safeParse(news).success)).toEqual([]);
    expect(told.filter((news) => news !== null).length).toBeGreaterThan(8);
  });
});

describe('whose it is', () => {
  const attic = { id: 'attic-id' };
  const cellar = { id: 'cellar-id' };
  it.each([
    ['the server that it names', {}, [attic, cellar], attic],
    ['nobody, when it names another', { Server: { uuid: 'of-a-friend' } }, [attic], null],
    ['the only one, when it names none', { Server: undefined }, [attic], attic],
    ['the only one, when it names none and does not say whose', { Server: {}, owner: undefined }, [attic], attic],
    ['nobody, when it names none and there are two', { Server: undefined }, [attic, cellar], null],
    ['nobody, when it names none and is of a friend', { Server: undefined, owner: false }, [attic], null],
    ['nobody, when none is watched', { Server: undefined }, [], null],
  ])('%s', (_, changes, watched, found) => {
    expect(findServer(heard(body('media.play', changes)), watched)).toBe(found);
  });
});
