// The page about Plex's webhooks: the address to paste into Plex, what came there, and a try.
import { useMutation, useQuery } from '@tanstack/react-query';
import { formatMoment } from '../../src-contract/text/format.ts';
import type { WebhooksView, WebhookTest } from '../../src-contract/webhooks.ts';
import { useMarquee, useView } from '../client/marquee.ts';
import { Button } from '../parts/button.tsx';
import { Check } from '../parts/check.tsx';
import { RegisterWebhooks } from '../parts/register-webhooks.tsx';
import { classNames } from '../parts/class-names.ts';
import styles from './settings.module.css';

const REREAD_MS = 5000;
const SOON_MS = 400;

type Props = { on: boolean; onChange: (on: boolean) => void };

export function WebhookSettingsPage({ on, onChange }: Props) {
  const { procedures } = useMarquee();
  const { clockAheadMs } = useView();
  const webhooks = useQuery({
    ...procedures.webhooks.get.queryOptions(),
    // Soon after they were switched, there is an address.
    refetchInterval: ({ state }) =>
      ((state.data?.url ?? null) !== null) === on || state.data?.fixedBy ? REREAD_MS : SOON_MS,
  });
  const attempt = useMutation(procedures.webhooks.test.mutationOptions());
  if (!webhooks.data) return null;
  const { url, signed, fixedBy } = webhooks.data;
  return (
    <section className={styles.section} aria-labelledby="webhooks">
      <h2 id="webhooks">Webhooks</h2>
      <fieldset className={styles.group}>
        <legend>Listen</legend>
        <Check checked={fixedBy === null ? on : url !== null} disabled={fixedBy !== null} onChange={onChange}>
          Take Plex’s webhooks
        </Check>
        <p className={styles.hint}>
          They tell of new devices, ratings and backups, and of playback where the server’s notification socket cannot
          be reached.{fixedBy !== null && ` Marquee was started with ${fixedBy}, which decides it.`}
        </p>
      </fieldset>
      {url !== null && (
        <fieldset className={styles.group}>
          <legend>Address for Plex</legend>
          <code className={styles.address}>{url}</code>
          <p className={styles.says}>
            Paste it into Plex, under Settings, Webhooks. Plex sends webhooks with a Plex Pass only, and those about
            libraries and the server only while push notifications are on in the server’s general settings.{' '}
            {signed
              ? 'A secret is set, so each one must be signed. Plex does not sign: leave this to a relay, or take the secret away.'
              : 'Keep it to yourself: whoever knows it can send webhooks.'}
          </p>
          {!signed && <RegisterWebhooks />}
          <p className={classNames(styles.finer, styles.came)}>
            {describeCame(webhooks.data, Date.now() + clockAheadMs)}
          </p>
          <div className={styles.foot}>
            <Button disabled={attempt.isPending} onClick={() => attempt.mutate(undefined)}>
              Send a test
            </Button>
            <p role="status" className={styles.result}>
              {attempt.isError ? 'Marquee did not answer.' : attempt.data ? describeTest(attempt.data) : ''}
            </p>
          </div>
        </fieldset>
      )}
    </section>
  );
}

function describeCame({ lastAtMs, lastEvent, heard, ignored, refused }: WebhooksView, nowMs: number): string {
  const others = [
    ignored > 0 ? `${ignored} of other servers ignored` : '',
    refused > 0 ? `${refused} refused` : '',
  ].filter((one) => one !== '');
  const came =
    lastAtMs === null
      ? 'None has come since Marquee started'
      : `The last one came ${formatMoment(lastAtMs, nowMs)} (${lastEvent ?? ''}); ${heard} in all`;
  return `${[came, ...others].join(', ')}.`;
}

function describeTest(test: WebhookTest): string {
  return test.kind === 'arrived' ? `It arrived after ${test.afterMs} ms.` : test.why;
}
