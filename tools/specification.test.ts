// docs/specification.md names every requirement, and names no file and no test that is not there.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from './run-command.ts';
import { findUntruths, parseSpecification } from './specification.ts';

const read = (file: string) => {
  const path = join(projectDir, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
};

const rows = parseSpecification(read('docs/specification.md') ?? '');

/** What the specification asks for by name. */
const asked = {
  endpoints: [
    'GET /api/v1/auth/plex/start',
    'GET /api/v1/auth/plex/callback',
    'POST /api/v1/auth/plex/refresh',
    'POST /api/v1/auth/plex/revoke',
    'POST /api/v1/plex/webhook',
    'GET /api/v1/plex/sessions',
    'GET /api/v1/plex/identity',
    'GET /api/v1/plex/capabilities',
    'GET /api/v1/plex/devices',
    'GET /api/v1/plex/accounts',
    'GET /api/v1/plex/activities',
    'GET /api/v1/plex/playlists',
    'GET /api/v1/plex/library/sections',
    'GET /api/v1/plex/library/onDeck',
    'GET /api/v1/plex/library/metadata/{ratingKey}',
    'GET /api/v1/plex/transcode/sessions',
    'DELETE /api/v1/plex/transcode/sessions/{sessionKey}',
  ],
  variables: [
    'ENABLE_PLEX_SYNC',
    'PLEX_URL',
    'PLEX_TOKEN',
    'PLEX_SYNC_INTERVAL',
    'PLEX_REALTIME_ENABLED',
    'ENABLE_PLEX_WEBHOOKS',
    'PLEX_WEBHOOK_SECRET',
    'PLEX_OAUTH_CLIENT_ID',
    'PLEX_OAUTH_REDIRECT_URI',
  ],
  components: [
    'Webhook handler',
    'OAuth handlers',
    'REST API handlers',
    'Session poller',
    'Session methods',
    'WebSocket client',
    'API models',
    'Notification models',
    'OAuth client',
  ],
};

it.each(Object.entries(asked))('names every one of the %s', (_what, names) => {
  expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(names));
});

describe('every row is true', () => {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    expect(findUntruths(row, read)).toEqual([]);
  });
});

it('finds what is not true', () => {
  const [row] = parseSpecification('| `A` | so | `src-main/none.ts` | `tools/specification.test.ts › no such story` |');
  const [empty] = parseSpecification('| `B` | so | | |');
  const [later] = parseSpecification('| `C` | so | later: charts | |');
  if (!row || !empty || !later) throw new Error('a row was not read');
  const texts: Record<string, string> = { 'tools/specification.test.ts': `it('a story')` };
  const readFake = (file: string) => texts[file] ?? null;
  expect(findUntruths(row, readFake)).toEqual([
    'A: src-main/none.ts does not exist',
    'A: tools/specification.test.ts has no test "no such story"',
  ]);
  expect(findUntruths(empty, readFake)).toEqual(['B: names no file', 'B: names no test']);
  expect(findUntruths(later, readFake)).toEqual([]);
});
