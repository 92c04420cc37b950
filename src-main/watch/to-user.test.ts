import { expect, it } from 'vitest';
import { toUser } from './to-user.ts';

it.each([
  [
    { id: '501', name: 'alice' },
    { id: '501', name: 'alice' },
  ],
  [
    { id: '501', name: null },
    { id: '501', name: 'User 501' },
  ],
  [
    { id: '1', name: 'olga' },
    { id: 'attic:1', name: 'olga' },
  ],
  [
    { id: '1', name: null },
    { id: 'attic:1', name: 'the owner' },
  ],
  [
    { id: '0', name: null },
    { id: 'local', name: 'Local' },
  ],
  [
    { id: '', name: ' ' },
    { id: 'local', name: 'Local' },
  ],
  [
    { id: null, name: null },
    { id: 'local', name: 'Local' },
  ],
])('the account %j is %j', (account, user) => {
  expect(toUser({ ...account, thumb: null }, 'attic', 'the owner')).toEqual({ ...user, thumb: null });
});

it('an owner whose name nobody knows is called so', () => {
  expect(toUser({ id: '1', name: null, thumb: null }, 'attic', null).name).toBe('Owner');
});
