// In place of plays and charts where there is no play at all: what has to happen first, and how the past is brought over.
import { useView } from '../client/marquee.ts';
import { openRoute } from '../client/use-route.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

export function NothingYet() {
  const { snapshot } = useView();
  if (snapshot?.servers.length === 0) {
    return (
      <Notice icon="history" title="Nothing has been watched yet">
        <p>No server is watched so far.</p>
        <Button look="main" onClick={() => openRoute('servers', 'add')}>
          Add a server
        </Button>
      </Notice>
    );
  }
  return (
    <Notice icon="history" title="Nothing has been watched yet">
      <p>A play is written down when it ends. Very short ones are kept, but not listed.</p>
      <p>
        Did Tautulli record what came before? <a href="#/settings/import">Bring its history over</a>
      </p>
    </Notice>
  );
}
