// The kinds of values that settings take from text: addresses, times, ports. What does not fit is refused.
import { isIP } from 'node:net';
import { z } from 'zod';
import { parseNatsAddress } from '../lib/nats-address.ts';
import { parseDuration } from './duration.ts';

export const address = () =>
  z
    .url({ protocol: /^https?$/ })
    .transform((text, context) => {
      const url = new URL(text);
      if (url.username || url.password || url.search || url.hash) {
        context.addIssue({ code: 'custom', message: 'more than an address' });
        return z.NEVER;
      }
      return url.href.replace(/\/+$/, '');
    })
    .nullable();

export const natsAddress = () =>
  z
    .string()
    .transform((text, context) => {
      const parsed = parseNatsAddress(text);
      if (parsed) return parsed;
      context.addIssue({ code: 'custom', message: 'no address of NATS' });
      return z.NEVER;
    })
    .nullable();

export const duration = (minMs: number, maxMs: number) =>
  z.string().transform((text, context) => {
    const parsed = parseDuration(text);
    if (parsed !== null && parsed >= minMs && parsed <= maxMs) return parsed;
    context.addIssue({ code: 'custom', message: 'no duration in range' });
    return z.NEVER;
  });

/** Addresses and networks, as fastify's `trustProxy` takes them. */
export const proxies = () =>
  z
    .string()
    .transform((text, context) => {
      const all = text.split(',').map((one) => one.trim());
      if (all.every(isProxy)) return all;
      context.addIssue({ code: 'custom', message: 'no addresses' });
      return z.NEVER;
    })
    .nullable();

const isProxy = (text: string): boolean => {
  const [address = '', bits, more] = text.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
};

export const port = () =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(65_535));
