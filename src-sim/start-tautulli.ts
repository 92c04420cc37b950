// The API of a Tautulli that runs, as far as Marquee asks it, with the rows that a test wants; its key is `right-key`.
import { once } from 'node:events';
import { createServer } from 'node:http';

export type TautulliRow = ReturnType<typeof toTautulliRow>;

/** A film of an hour, ten minutes of it paused: one a day, the first in November 2023. */
export const toTautulliRow = (id: number) => ({
  reference_id: id,
  row_id: id,
  started: 17e8 + id * 86_400,
  stopped: 1_700_003_600 + id * 86_400,
  paused_counter: 600,
  user_id: 501,
  user: 'ada',
  friendly_name: 'Aunt Ada',
  platform: 'Chrome',
  player: 'Chrome',
  machine_id: 'm-1',
  live: 0,
  media_type: 'movie',
  rating_key: 17,
  title: 'A Trip to the Moon',
  guid: 'plex://movie/17',
  location: 'lan',
  secure: 1,
  transcode_decision: 'transcode',
  percent_complete: 93,
  watched_status: 1,
});

export type TautulliHost = {
  url: string;
  /** From now on no page of the history is answered from this place on… */
  hold: (from?: number) => void;
  /** …until now. */
  release: () => void;
  /** The pages that were asked for, by their places. */
  asked: () => number[];
  close: () => void;
};

/** `rows` may grow while it runs. */
export const startTautulli = async (serverId: string, rows: readonly TautulliRow[]): Promise<TautulliHost> => {
  let held = Promise.resolve();
  let heldFrom = 1;
  const asked: number[] = [];
  let release = (): void => {};
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://tautulli');
    const say = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ response: body }));
    };
    if (searchParams.get('apikey') !== 'right-key') {
      return say(400, { result: 'error', message: 'Invalid apikey', data: {} });
    }
    const command = searchParams.get('cmd') ?? '';
    const from = Number(searchParams.get('start'));
    const after = Date.parse(searchParams.get('after') ?? '1970-01-01') / 1000;
    const chosen = rows.filter(({ started }) => started >= after);
    const ordered = searchParams.get('order_dir') === 'desc' ? chosen.toReversed() : chosen;
    if (command === 'get_history') asked.push(from);
    const answers: Record<string, unknown> = {
      get_tautulli_info: { tautulli_version: 'v2.17.2' },
      get_server_info: { pms_identifier: serverId, pms_name: 'Attic' },
      get_users: [],
      get_libraries: [],
      get_stream_data: { stream_video_decision: 'transcode', video_codec: 'hevc', stream_video_codec: 'h264' },
      get_history: {
        recordsFiltered: chosen.length,
        recordsTotal: rows.length,
        data: ordered.slice(from, from + Number(searchParams.get('length'))),
      },
    };
    const answer = () => say(200, { result: 'success', message: null, data: answers[command] ?? {} });
    // The first page says how many there are.
    return command === 'get_history' && from >= heldFrom ? void held.then(answer) : answer();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    hold: (place = 1) => {
      heldFrom = place;
      held = new Promise<void>((resolve) => (release = resolve));
    },
    release: () => release(),
    asked: () => asked,
    close: () => {
      release();
      server.close();
    },
  };
};
