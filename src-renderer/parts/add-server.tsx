// The ways to a server: an address and a token. It says first what it found nearby.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FoundServer } from '../../src-contract/servers.ts';
import { useMarquee } from '../client/marquee.ts';
import styles from './add-server.module.css';
import { AddressForm } from './address-form.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

type Way = { kind: 'none' } | { kind: 'address'; uri: string };

type Props = { onBusy?: (isBusy: boolean) => void; onDone?: () => void };

export function AddServer({ onBusy, onDone }: Props) {
  const { procedures } = useMarquee();
  const [way, setWay] = useState<Way>({ kind: 'none' });
  // It takes seconds to hear the network, so the answer is kept while one looks around.
  const found = useQuery({ ...procedures.servers.discover.queryOptions(), staleTime: 60_000, retry: false });
  const near = (found.data ?? []).filter(({ watched }) => !watched);

  function go(next: Way) {
    setWay(next);
    onBusy?.(next.kind !== 'none');
  }
  function finish() {
    go({ kind: 'none' });
    onDone?.();
  }

  switch (way.kind) {
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
            <span>{describeFound(server)}</span>
          </p>
        ))}
      </div>
      <Button look="main" className={styles.way} onClick={() => go({ kind: 'address', uri: near[0]?.uri ?? '' })}>
        Use an address and token
      </Button>
    </div>
  );
}

function describeFound({ name, from }: FoundServer): string {
  const where = from === 'this-computer' ? 'runs on this computer.' : 'answers on your network.';
  return `${name ?? 'A Plex server'} ${where}`;
}
