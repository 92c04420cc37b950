import { decode } from 'jpeg-js';
import { expect, test } from 'vitest';
import { linesOf } from './pixel-letters.ts';
import { drawPoster } from './poster.ts';

test('a poster has the size that was asked for, and is always the same for the same title', () => {
  const poster = drawPoster('Metropolis', 120, 180);
  expect(decode(poster)).toMatchObject({ width: 120, height: 180 });
  expect(drawPoster('Metropolis', 120, 180)).toEqual(poster);
  expect(drawPoster('Nosferatu', 120, 180)).not.toEqual(poster);
});

test('its title is written upon it, in bright letters', () => {
  const { data } = decode(drawPoster('Metropolis', 240, 360));
  let bright = 0;
  for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) > 220 && (data[at + 2] ?? 0) > 220) bright += 1;
  expect(bright).toBeGreaterThan(500);
});

test.each([
  ['The Cabinet of Dr. Caligari', 12, ['THE CABINET', 'OF DR.', 'CALIGARI']],
  ['Häxan', 12, ['HAXAN']],
])('%s fits into lines', (title, length, lines) => {
  expect(linesOf(title, length)).toEqual(lines);
});
