import { expect, it } from 'vitest';
import { isAllowedLink } from './external-links.ts';

it.each([
  'https://app.plex.tv/auth#?code=x',
  'https://plex.tv/link',
  'https://github.com/a/b',
  'https://support.plex.tv/',
])('opens %s outside', (address) => expect(isAllowedLink(address)).toBe(true));

it.each([
  '',
  'plex.tv',
  'http://plex.tv/',
  'https://plex.tv.example.org/',
  'https://notplex.tv/',
  'https://plex.tv:8443/',
  'https://someone@plex.tv/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://plex.tv/share',
  'https://example.org/?plex.tv',
])('opens nothing for %j', (address) => expect(isAllowedLink(address)).toBe(false));
