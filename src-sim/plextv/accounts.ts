// The people who have an account at the simulated plex.tv.
import type { Value } from './answer.ts';

export type Account = {
  id: number;
  uuid: string;
  username: string;
  email: string;
  plexPass: boolean;
  webhooks: string[];
};

export type AccountOptions = { username: string; id?: number; plexPass?: boolean };

/** Two who own servers, and one who may only look; Bruno has the id he has on every simulated server. */
export const usualAccounts: readonly AccountOptions[] = [
  { username: 'Ada', id: 7_300_001 },
  { username: 'Iris', id: 7_300_038 },
  { username: 'Bruno', id: 7_400_001, plexPass: false },
];

export const makeAccount = ({ username, id, plexPass }: AccountOptions, n: number): Account => ({
  id: id ?? 7_500_001 + n,
  uuid: `a${String(n).padStart(2, '0')}43c1ebfde43a5`,
  username,
  email: `${username.toLowerCase()}@example.com`,
  plexPass: plexPass ?? true,
  webhooks: [],
});

const thumbOf = (account: Account): string => `https://plex.tv/users/${account.uuid}/avatar?c=1700000000`;

/** `/api/v2/user`: flat, without a wrapper. */
export function userValue(account: Account, token: string, nowMs: number): Value {
  const features = account.plexPass ? ['pass', 'webhooks', 'session_kick', 'hardware_transcoding'] : [];
  const subscription = {
    active: account.plexPass,
    subscribedAt: account.plexPass ? '2023-03-24 00:00:00 UTC' : null,
    status: account.plexPass ? 'Active' : 'Inactive',
    paymentService: null,
    plan: account.plexPass ? 'lifetime' : null,
    features,
  };
  return {
    id: account.id,
    uuid: account.uuid,
    username: account.username,
    title: account.username,
    email: account.email,
    friendlyName: account.username,
    locale: null,
    confirmed: true,
    joinedAt: 1_421_154_902,
    emailOnlyAuth: false,
    hasPassword: true,
    protected: false,
    thumb: thumbOf(account),
    authToken: token,
    mailingListStatus: 'unsubscribed',
    mailingListActive: false,
    scrobbleTypes: '',
    country: 'NL',
    pin: '',
    subscription,
    subscriptionDescription: null,
    restricted: false,
    anonymous: null,
    home: false,
    guest: false,
    homeSize: 1,
    homeAdmin: false,
    maxHomeSize: 15,
    rememberExpiresAt: Math.floor(nowMs / 1000) + 1_209_600,
    adsConsent: null,
    adsConsentSetAt: null,
    adsConsentReminderAt: null,
    experimentalFeatures: false,
    twoFactorEnabled: false,
    backupCodesCreated: false,
    profile: [
      {
        autoSelectAudio: true,
        defaultAudioLanguage: 'en',
        defaultSubtitleLanguage: 'en',
        autoSelectSubtitle: 0,
        defaultSubtitleAccessibility: 0,
        defaultSubtitleForced: 0,
      },
    ],
    entitlements: account.plexPass ? ['all'] : [],
    roles: account.plexPass ? ['plexpass'] : [],
    subscriptions: [],
    services: [],
  };
}
