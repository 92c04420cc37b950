// What an explanation looks at, and what it finds.
import { type MediaVersion } from '../../src-contract/media.ts';
import { type Reason, type ReasonCode, type ServerLimits } from '../../src-contract/reason.ts';
import { type Network, type Player, type Stream } from '../../src-contract/session.ts';
import { type Known } from './player-known.ts';
import { type Lore } from './player-lore.ts';

/** All that is known of a stream, live or stored. */
export type Explainable = {
  stream: Stream;
  player: Player;
  network: Network;
  /** Every version that the server stores of the item; empty where that is not known. */
  versions: readonly MediaVersion[];
  limits: ServerLimits | null;
  live: boolean;
  /** What the plays of this player on this server have shown so far. */
  known: Known;
};

export type Subject = Explainable & { lore: Lore };

export type Finding = { code: ReasonCode; confidence: Reason['confidence']; limitKbps?: number | null };

export const likely = (code: ReasonCode): Finding => ({ code, confidence: 'likely' });
export const certain = (code: ReasonCode): Finding => ({ code, confidence: 'certain' });
