// Who watches now, what was watched, what is being converted, and the two ways to put an end to it.
import { jobElement, jobTranscodeElement, type Background } from '../playback/background.ts';
import type { Playback } from '../playback/playback.ts';
import type { Session } from '../playback/session.ts';
import { keyed, container, element, type Element } from '../render/element.ts';
import { itemAttributes, tagOf } from '../render/item-element.ts';
import { sessionElement } from '../render/session-element.ts';
import { transcodeElement } from '../render/transcode-element.ts';
import type { HistoryRow, World } from '../world.ts';
import { empty, failure, tree, type Answer } from './answer.ts';
import { page } from './paging.ts';
import { route, type Route } from './route.ts';
import { selectHistory } from './history-query.ts';

export function sessionRoutes(world: World, playback: Playback, background: Background): Route[] {
  const sectionOf = (id: number) => world.library.sections.find((section) => section.id === id) ?? null;
  const sessions = (): Session[] => [...world.sessions.values()];
  const transcoding = (): Session[] => sessions().filter(({ transcode }) => transcode !== null);

  const historyElement = (row: HistoryRow): Element => {
    const item = world.library.items.get(row.ratingKey);
    const kept = item === undefined ? { title: row.title, type: row.type } : itemAttributes(item, null, true);
    const {
      key,
      ratingKey,
      parentKey,
      grandparentKey,
      parentTitle,
      grandparentTitle,
      librarySectionID,
      title,
      type,
      thumb,
      parentThumb,
      grandparentThumb,
      grandparentArt,
      index,
      parentIndex,
      originallyAvailableAt,
    } = kept;
    const tag = item === undefined ? 'Video' : tagOf(item);
    return keyed(
      element(tag, {
        historyKey: `/status/sessions/history/${row.id}`,
        key,
        ratingKey,
        librarySectionID,
        parentKey,
        grandparentKey,
        title,
        parentTitle,
        grandparentTitle,
        type,
        thumb,
        parentThumb,
        grandparentThumb,
        grandparentArt,
        index,
        parentIndex,
        originallyAvailableAt,
        viewedAt: row.viewedAtS,
        accountID: row.accountId,
        deviceID: row.deviceId,
      }),
      'Metadata',
    );
  };

  const terminate = (sessionId: string | null): Answer => {
    if (sessionId === null) return failure(400);
    if (!world.plexPass) return failure(401);
    if (sessionId === '') return failure(403);
    const session = sessions().find((candidate) => candidate.sessionId === sessionId);
    if (session === undefined) return failure(404);
    const { onTerminate } = session;
    if (onTerminate.kind === 'obeys')
      playback.after(session, onTerminate.afterMs, () => playback.stop(session, 'terminated'));
    return empty();
  };

  const cancel = (id: string): Answer => {
    const session = transcoding().find(({ transcode }) => transcode?.id === id);
    if (session === undefined) return background.cancel(id) ? empty() : failure(404);
    const { onCancel, transcode } = session;
    if (transcode?.stray === true) return empty();
    const wish = session.wish;
    playback.dropTranscode(session);
    playback.after(session, onCancel.afterMs, () => {
      if (onCancel.kind === 'ends') return playback.stop(session, 'transcode-cancelled');
      if (onCancel.kind === 'plays-directly') return playback.rewish(session, {});
      return playback.rewish(session, wish, onCancel.key === 'same' ? { id } : 'new');
    });
    return empty();
  };

  return [
    route(
      'GET /status/sessions',
      (ask) =>
        tree(
          container(
            {},
            sessions().map((session) => sessionElement(session, sectionOf(session.item.sectionId))),
          ),
          ask.accept,
        ),
      'owner',
    ),
    route(
      'GET /status/sessions/background',
      (ask) => tree(container({}, background.jobs().map(jobElement)), ask.accept),
      'owner',
    ),
    route('GET|POST /status/sessions/terminate', (ask) => terminate(ask.query.get('sessionId')), 'owner'),
    route('GET /status/sessions/history/all', (ask) => {
      const rows = selectHistory(world, ask.query, ask.who === 'owner' ? null : 7_400_001);
      return rows === null ? failure(400) : page(ask, rows, historyElement);
    }),
    route('GET|DELETE /status/sessions/history/{}', (ask, [id = '']) => {
      const row = world.history.find((candidate) => candidate.id === Number(id));
      if (row === undefined) return failure(404);
      if (ask.method === 'GET') return tree(container({}, [historyElement(row)]), ask.accept);
      world.history.splice(world.history.indexOf(row), 1);
      return empty();
    }),
    route('GET /transcode/sessions', (ask) => {
      const found = transcoding().map((session) => transcodeElement(session, { offsets: true, bareKey: true }));
      return tree(
        container({}, [...found.filter((made) => made !== null), ...background.jobs().map(jobTranscodeElement)]),
        ask.accept,
      );
    }),
    route('DELETE /transcode/sessions/{}', (_ask, [id = '']) => cancel(id)),
    route('GET /video/:/transcode/universal/stop', (ask) => cancel(ask.query.get('session') ?? '')),
  ];
}
