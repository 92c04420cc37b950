// Sorting and grouping in the address.
import { expect, it } from 'vitest';
import { type Order, readOrder, sortBy, writeOrder } from './order.ts';

const usual: Order = { sort: 'stopped', order: 'desc', group: 'none' };

it.each<readonly [string, Order]>([
  ['', usual],
  ['sort=user&order=asc', { ...usual, sort: 'user', order: 'asc' }],
  ['group=series', { ...usual, group: 'series' }],
])('%j is read and written', (address, order) => {
  const query = new URLSearchParams(address);
  expect(readOrder(query)).toEqual(order);
  writeOrder(order, query);
  expect(query.toString()).toBe(address);
});

it('passes over what makes no sense, and leaves the filter alone', () => {
  const query = new URLSearchParams('sort=colour&user=1');
  expect(readOrder(query)).toEqual(usual);
  writeOrder({ ...usual, sort: 'percent' }, query);
  expect(query.toString()).toBe('sort=percent&user=1');
});

it('turns round what is sorted already', () => {
  const byUser = sortBy(usual, 'user');
  expect(byUser).toEqual({ ...usual, sort: 'user', order: 'asc' });
  expect(sortBy(byUser, 'user').order).toBe('desc');
  expect(sortBy(byUser, 'watchedMs').order).toBe('desc');
});
