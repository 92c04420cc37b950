// Signing in with the link that Marquee printed: its code is exchanged once for a cookie.

export type SignIn = 'signed-in' | 'link-used' | 'unreachable';

/** The code in an address such as `http://nas:4848/#code=…`, or null. */
export function readCode(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('code') || null;
}

export async function exchangeCode(baseUri: string, code: string, send: typeof fetch): Promise<SignIn> {
  try {
    const answer = await send(new URL('api/v1/access/exchange', baseUri), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    if (answer.ok) return 'signed-in';
    return answer.status === 401 || answer.status === 400 ? 'link-used' : 'unreachable';
  } catch {
    // Expected: Marquee is not running any more.
    return 'unreachable';
  }
}
