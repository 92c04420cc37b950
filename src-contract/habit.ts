// How a player got something before: what it takes and refuses is learned from that.
import type { Network, Stream } from './session.ts';

export type Habit = { stream: Stream; network: Network };
