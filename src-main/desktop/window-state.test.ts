import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstWindowState, readWindowState, toVisible, writeWindowState, type WindowState } from './window-state.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const monitor = { x: -1920, y: 0, width: 1920, height: 1080 };
const stood: WindowState = { x: 100, y: 100, width: 900, height: 700, maximized: false };

describe('where a window opens', () => {
  it.each([
    ['where it stood', stood, [laptop], stood],
    ['on the second screen', { ...stood, x: -1800 }, [laptop, monitor], { ...stood, x: -1800 }],
    ['in the middle, when that screen is gone', { ...stood, x: -1800 }, [laptop], { ...stood, x: null, y: null }],
    ['half over the edge, when a hand still reaches it', { ...stood, x: 1300 }, [laptop], { ...stood, x: 1300 }],
    [
      'in the middle, when only a sliver could be seen',
      { ...stood, x: 1400 },
      [laptop],
      { ...stood, x: null, y: null },
    ],
    [
      'in the middle, when its title was above the screen',
      { ...stood, y: -20 },
      [laptop],
      { ...stood, x: null, y: null },
    ],
    ['in the middle, the first time', firstWindowState, [laptop], firstWindowState],
  ])('is %s', (_story, state, screens, expected) => expect(toVisible(state, screens)).toEqual(expected));
});

describe('what is remembered', () => {
  let dir = '';
  beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is found again', () => {
    writeWindowState(join(dir, 'window.json'), stood);
    expect(readWindowState(join(dir, 'window.json'))).toEqual(stood);
  });

  it.each(['', 'junk', '[]', '{"x":"left"}', '{"x":0,"y":0,"width":1,"height":1,"maximized":false}'])(
    'as %j is forgotten',
    (text) => {
      writeFileSync(join(dir, 'window.json'), text);
      expect(readWindowState(join(dir, 'window.json'))).toEqual(firstWindowState);
    },
  );
});
