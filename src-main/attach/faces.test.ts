// Several Marquees as one picture: what is shared, what is lost, and whom a stop is for.
import { expect, it } from 'vitest';
import type { News, Snapshot } from '../../src-contract/live.ts';
import { sampleServer, sampleSession, sampleSnapshot } from '../../src-contract/text/test-samples.ts';
import { createEmitter } from '../lib/emitter.ts';
import { createFaces, type Face } from './faces.ts';

const attic = sampleServer({ id: 'attic', name: 'attic' });
const barn = sampleServer({ id: 'barn', name: 'barn' });

/** A face that is told what to show. */
const aFace = (id: string, snapshot: Snapshot | null, trouble: ReturnType<Face['trouble']> = null) => {
  const news = createEmitter<News>();
  const changed = createEmitter<void>();
  const stopped: string[] = [];
  const face: Face = {
    id,
    name: id,
    snapshot: () => snapshot,
    trouble: () => trouble,
    sessions: () => ({
      stop: async ({ sessionId }) => {
        stopped.push(sessionId);
        return { kind: 'stopped', afterMs: 1 };
      },
      stopTranscode: async () => ({ kind: 'nothing-to-stop' }),
    }),
    onChange: changed.subscribe,
    onNews: news.subscribe,
  };
  return { face, news, stopped };
};

const lost = { text: 'nas is not reachable', why: 'Nothing listens there.', sinceMs: 1, isFinal: false };
const down = (id: string, serverId: string): News => ({
  events: [{ id, serverId, atMs: 1, kind: 'server-down', why: 'It rests.' }],
  isFirstLook: false,
});

it('shows the servers and sessions of all, and stops a stream where it plays', async () => {
  const nas = aFace('nas', sampleSnapshot({ servers: [attic], sessions: [sampleSession({ serverId: 'attic' })] }));
  const shed = aFace(
    'shed',
    sampleSnapshot({ servers: [barn], sessions: [sampleSession({ id: 's9', serverId: 'barn' })] }),
  );
  const faces = createFaces();
  expect(faces.picture()).toBeNull();
  faces.add(nas.face);
  faces.add(shed.face);
  expect(faces.picture()?.servers.map(({ id }) => id)).toEqual(['attic', 'barn']);
  expect(faces.picture()?.sessions.map(({ id }) => id)).toEqual(['s1', 's9']);
  await faces.sessions.stop({ sessionId: 's9', message: '' });
  expect([nas.stopped, shed.stopped]).toEqual([[], ['s9']]);
  expect(faces.faceOf('s9')?.id).toBe('shed');
  await expect(faces.sessions.stop({ sessionId: 'gone', message: '' })).rejects.toMatchObject({
    code: 'UNKNOWN_SESSION',
  });
});

it('shows and tells only once of a server that two of them watch', () => {
  const nas = aFace('nas', sampleSnapshot({ servers: [attic], sessions: [sampleSession({ serverId: 'attic' })] }));
  const shed = aFace(
    'shed',
    sampleSnapshot({ servers: [attic, barn], sessions: [sampleSession({ id: 's9', serverId: 'attic' })] }),
  );
  const faces = createFaces();
  const told: string[] = [];
  faces.onNews(({ events }) => told.push(...events.map(({ id }) => id)));
  const leave = faces.add(nas.face);
  faces.add(shed.face);
  expect(faces.picture()?.sessions.map(({ id }) => id)).toEqual(['s1']);
  nas.news.emit(down('e1', 'attic'));
  shed.news.emit(down('e2', 'attic'));
  shed.news.emit(down('e3', 'barn'));
  expect(told).toEqual(['e1', 'e3']);
  leave();
  expect(faces.picture()?.sessions.map(({ id }) => id)).toEqual(['s9']);
  nas.news.emit(down('e4', 'attic'));
  shed.news.emit(down('e5', 'attic'));
  expect(told).toEqual(['e1', 'e3', 'e5']);
});

it('shows nothing old of one that is lost, and says so', () => {
  const faces = createFaces();
  faces.add(aFace('nas', sampleSnapshot(), lost).face);
  expect(faces.picture()).toMatchObject({ servers: [], sessions: [], marquees: [{ name: 'nas', trouble: lost }] });
  faces.add(aFace('shed', null).face);
  expect(faces.picture()?.marquees.map(({ name }) => name)).toEqual(['nas', 'shed']);
});
