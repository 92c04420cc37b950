// Where the window stood when it was closed, so that it opens there again; never outside of all screens.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeSafely } from '../lib/safe-file.ts';

const stateSchema = z.object({
  x: z.int().nullable(),
  y: z.int().nullable(),
  width: z.int().min(360).max(20_000),
  height: z.int().min(300).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

type Area = { x: number; y: number; width: number; height: number };

export const firstWindowState: WindowState = { x: null, y: null, width: 1200, height: 820, maximized: false };

export const readWindowState = (path: string): WindowState => {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // There is none yet, or it is no more than a memory that can be lost.
    return firstWindowState;
  }
};

export const writeWindowState = (path: string, state: WindowState): void => writeSafely(path, JSON.stringify(state));

/** How much of the title bar must be on a screen for a hand to reach it. */
const REACH = 80;

/** The same size in the middle of the main screen when the screen on which it stood is gone. */
export const toVisible = (state: WindowState, screens: Area[]): WindowState => {
  const { x, y, width } = state;
  const isReachable =
    x !== null &&
    y !== null &&
    screens.some(
      (screen) =>
        x + width - REACH >= screen.x &&
        x + REACH <= screen.x + screen.width &&
        y >= screen.y &&
        y + REACH <= screen.y + screen.height,
    );
  return isReachable ? state : { ...state, x: null, y: null };
};
