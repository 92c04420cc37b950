// The exception for a certificate that nobody vouches for: the one that is shown is accepted, and the accepted one let go of.
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Server } from '../../src-contract/server.ts';
import { describeProblem } from '../client/describe-problem.ts';
import { useMarquee } from '../client/marquee.ts';
import { Button } from './button.tsx';
import styles from './certificate.module.css';

/** A server that was away may come back with another one. */
const LOOK_AGAIN_MS = 15_000;

type StrangeProps = { fingerprint: string | null; disabled: boolean; onTrust: (fingerprint: string) => void };

export function StrangeCertificate({ fingerprint, disabled, onTrust }: StrangeProps) {
  if (fingerprint === null) return null;
  return (
    <div className={styles.strange} role="group" aria-label="Certificate">
      <p>
        It shows the certificate <Fingerprint>{fingerprint}</Fingerprint>
      </p>
      <p className={styles.quiet}>Trust it only if it is the SHA-256 fingerprint of your server’s own certificate.</p>
      <Button disabled={disabled} onClick={() => onTrust(fingerprint)}>
        Trust this certificate
      </Button>
    </div>
  );
}

/** What the owner trusts of this server, and what it shows now where that is something else. */
export function CertificateOfServer({ server }: { server: Server }) {
  const { procedures } = useMarquee();
  const { id: serverId, trustedCertificate, enabled, status, connection } = server;
  const update = useMutation(procedures.servers.update.mutationOptions());
  const mayBeStrange = enabled && status.kind === 'unreachable' && connection?.secure === true;
  const shown = useQuery(
    procedures.servers.certificate.queryOptions({
      input: { serverId },
      enabled: mayBeStrange,
      retry: false,
      staleTime: 0,
      refetchInterval: LOOK_AGAIN_MS,
    }),
  );
  const strange = mayBeStrange ? (shown.data?.fingerprint ?? null) : null;
  if (trustedCertificate === null && strange === null) return null;
  const trust = (fingerprint: string | null) => update.mutate({ serverId, trustedCertificate: fingerprint });
  return (
    <>
      <dt>Certificate</dt>
      <dd className={styles.trusted}>
        {trustedCertificate !== null && (
          <>
            <p>
              Trusted by you: certificate <Fingerprint>{trustedCertificate}</Fingerprint>
            </p>
            <Button disabled={update.isPending} onClick={() => trust(null)}>
              Stop trusting
            </Button>
          </>
        )}
        <StrangeCertificate
          fingerprint={strange === trustedCertificate ? null : strange}
          disabled={update.isPending}
          onTrust={trust}
        />
        {update.error !== null && (
          <p role="alert" className={styles.problem}>
            {describeProblem(update.error)}
          </p>
        )}
      </dd>
    </>
  );
}

function Fingerprint({ children }: { children: string }) {
  return <code className={styles.fingerprint}>{children}</code>;
}
