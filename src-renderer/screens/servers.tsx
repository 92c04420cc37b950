// The servers: how each is reached and heard, what it can do, when it was not watched, and what can be done about it.
import { useState } from 'react';
import { Accounts } from '../parts/accounts.tsx';
import { AddServer } from '../parts/add-server.tsx';
import { useChosenServer } from '../client/chosen-server.ts';
import { useView } from '../client/marquee.ts';
import { openRoute } from '../client/use-route.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { RemoveServerDialog } from '../parts/remove-server-dialog.tsx';
import { ServerCard } from '../parts/server-card.tsx';
import { ServerFilter } from '../parts/server-filter.tsx';
import styles from './servers.module.css';

export function ServersScreen({ page }: { page: string | null }) {
  const { snapshot, clockAheadMs } = useView();
  const { chosen, choose } = useChosenServer();
  const [toRemove, askToRemove] = useState<string | null>(null);
  const servers = snapshot?.servers ?? [];
  const shown = servers.filter(({ id }) => chosen === null || id === chosen);
  return (
    <main className={styles.screen} aria-label="Servers">
      <div className={styles.head}>
        <h1>{page === 'add' ? 'Add a server' : 'Servers'}</h1>
        {page !== 'add' && <ServerFilter servers={servers} chosen={chosen} onChoose={choose} />}
        {page !== 'add' && servers.length > 0 && (
          <Button look="main" onClick={() => openRoute('servers', 'add')}>
            Add a server
          </Button>
        )}
      </div>
      {page === 'add' ? (
        <div className={styles.add}>
          <AddServer onDone={() => openRoute('servers')} />
          <Button look="bare" onClick={() => openRoute('servers')}>
            Back to the servers
          </Button>
        </div>
      ) : (
        <>
          {snapshot === null && <Notice icon="server" title="Looking at your servers" />}
          {snapshot !== null && servers.length === 0 && (
            <Notice icon="server" title="No server is watched yet">
              <Button look="main" onClick={() => openRoute('servers', 'add')}>
                Add a server
              </Button>
            </Notice>
          )}
          <ul className={styles.list}>
            {shown.map((server) => (
              <li key={server.id}>
                <ServerCard server={server} clockAheadMs={clockAheadMs} onRemove={() => askToRemove(server.id)} />
              </li>
            ))}
          </ul>
          <Accounts />
        </>
      )}
      <RemoveServerDialog
        server={servers.find(({ id }) => id === toRemove) ?? null}
        onClose={() => askToRemove(null)}
      />
    </main>
  );
}
