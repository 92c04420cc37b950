// Why a server is not heard, in an owner's words.
import { type Failure } from './input.ts';

export const describeFailure = ({ kind }: Pick<Failure, 'kind'>): string => {
  switch (kind) {
    case 'unauthorized':
      return 'Plex no longer accepts our sign-in.';
    case 'forbidden':
      return 'Only the owner of this server may see who is watching.';
    case 'timeout':
      return 'It does not answer in time.';
    case 'unreachable':
      return 'No connection can be made.';
    case 'certificate':
      return 'Nobody vouches for its certificate. Trust it if this server is yours and you know the certificate.';
    case 'certificate-changed':
      return 'Its certificate is not the one you accepted. Trust the new one only if you know why it changed.';
    case 'bad-answer':
      return 'Its answer cannot be understood.';
    case 'rate-limited':
      return 'It limits how often it may be asked (429), and is left alone until then.';
    case 'breaker-open':
      return 'It failed several times in a row, so it is left alone for a moment.';
    case 'bug':
      return 'Marquee itself failed at its answer. The log says how; please report it.';
    default:
      return 'It answers with an error.';
  }
};
