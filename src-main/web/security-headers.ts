// What every answer tells the browser: run and show only what comes from here, let no other page frame or read it,
// and keep nothing unless a route says otherwise.

const toPolicy = (connect: "'self'" | "'none'"): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': toPolicy("'self'"),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** The desktop's window speaks over its port, so its page connects to nothing at all. */
export const windowHeaders = { ...securityHeaders, 'content-security-policy': toPolicy("'none'") };
