// About this Marquee, and the report for those who help.
import { implement } from '@orpc/server';
import type { About, Diagnostics } from '../../src-contract/about.ts';
import { contract } from '../../src-contract/contract.ts';

export type AboutRoom = { get: () => Promise<About>; diagnostics: () => Promise<Diagnostics> };

const os = implement(contract.about);

export const aboutBranch = (about: AboutRoom) => ({
  get: os.get.handler(() => about.get()),
  diagnostics: os.diagnostics.handler(() => about.diagnostics()),
});
