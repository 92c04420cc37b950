// The ways to a server: sign in at plex.tv, or an address and a token. It says first what it found nearby.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '../../src-contract/auth.ts';
import type { FoundServer } from '../../src-contract/servers.ts';
import { useMarquee } from '../client/marquee.ts';
import styles from './add-server.module.css';
import { AddressForm } from './address-form.tsx';
import { Button } from './button.tsx';
import { ChooseServers } from './choose-servers.tsx';
import { useDemo } from '../client/use-demo.ts';
import { DemoButton } from './demo.tsx';
import { Icon } from './icon.tsx';
import { SignInFlow } from './sign-in-flow.tsx';

type Way =
  | { kind: 'none' }
  | { kind: 'sign-in' }
  | { kind: 'address'; uri: string }
  | { kind: 'choose'; account: Account };

type Props = {
  onBusy?: (isBusy: boolean) => void;
  onDone?: () => void;
  /** Nobody has seen anything of Marquee yet. */
  isFirst?: boolean;
};

export function AddServer({ onBusy, onDone, isFirst = false }: Props) {
  const { procedures } = useMarquee();
  const [way, setWay] = useState<Way>({ kind: 'none' });
  // It takes seconds to hear the network, so the answer is kept while one looks around.
  const found = useQuery({ ...procedures.servers.discover.queryOptions(), staleTime: 60_000, retry: false });
  const accounts = useQuery(procedures.accounts.list.queryOptions());
  const { data: place } = useQuery(procedures.signIn.at.queryOptions({ staleTime: Infinity }));
  const isDemo = useDemo();
  const near = (found.data ?? []).filter(({ watched }) => !watched);

  function go(next: Way) {
    setWay(next);
    onBusy?.(next.kind !== 'none');
  }
  function finish() {
    go({ kind: 'none' });
    onDone?.();
  }

  if (isDemo) {
    return (
      <div className={styles.ways}>
        <p>A demo watches its own invented server alone. Leave it to sign in, or to add a server of yours.</p>
        <DemoButton to="end" className={styles.way} />
      </div>
    );
  }
  switch (way.kind) {
    case 'sign-in':
      return (
        <SignInFlow onBack={() => go({ kind: 'none' })} onSignedIn={(account) => go({ kind: 'choose', account })} />
      );
    case 'choose':
      return <ChooseServers account={way.account} onDone={finish} />;
    case 'address':
      return <AddressForm uri={way.uri} onBack={() => go({ kind: 'none' })} onAdded={finish} />;
    case 'none':
  }
  return (
    <div className={styles.ways}>
      <div role="status" className={styles.found}>
        {found.isPending && <p>Looking for Plex servers nearby</p>}
        {near.map((server) => (
          <p key={server.id}>
            <Icon name="server" />
            <span>
              {describeFound(server)} <b>Sign in to watch it.</b>
            </span>
          </p>
        ))}
      </div>
      {accounts.data?.map((account) => (
        <Button key={account.id} look="main" className={styles.way} onClick={() => go({ kind: 'choose', account })}>
          Choose from the servers of {account.name}
        </Button>
      ))}
      <Button
        look={accounts.data?.length ? 'quiet' : 'main'}
        className={styles.way}
        onClick={() => go({ kind: 'sign-in' })}
      >
        {describeWay(place?.at ?? null, (accounts.data?.length ?? 0) > 0)}
      </Button>
      <Button className={styles.way} onClick={() => go({ kind: 'address', uri: near[0]?.uri ?? '' })}>
        Use an address and token
      </Button>
      {isFirst && <DemoButton to="start" className={styles.way} />}
    </div>
  );
}

/** `at` is the owner's authorization server; null is plex.tv. */
function describeWay(at: string | null, hasOthers: boolean): string {
  if (at !== null) return hasOthers ? `Sign in with another account at ${at}` : `Sign in at ${at}`;
  return hasOthers ? 'Sign in with another Plex account' : 'Sign in with Plex';
}

function describeFound({ name, from }: FoundServer): string {
  const where = from === 'this-computer' ? 'runs on this computer.' : 'answers on your network.';
  return `${name ?? 'A Plex server'} ${where}`;
}
