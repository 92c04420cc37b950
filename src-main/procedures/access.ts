// A new sign-in link, for a browser that is not signed in yet.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';

export type AccessRoom = { createLink: () => { url: string; expiresAtMs: number } };

const os = implement(contract.access);

export const accessBranch = (access: AccessRoom) => ({
  createLink: os.createLink.handler(() => access.createLink()),
});
