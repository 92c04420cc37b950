// The screens that come when they are wanted: with what they are drawn by they weigh more than all the rest.
import type { ComponentType } from 'react';
import { Button } from '../parts/button.tsx';
import { late } from '../parts/late.tsx';
import { Notice } from '../parts/notice.tsx';

type Props = { page: string | null };

const lateScreen = (load: () => Promise<ComponentType<Props>>) =>
  late<Props>(load, (_props, retry) => (
    <main aria-busy={retry === null}>
      {retry !== null && (
        <Notice icon="charts" title="This page could not be loaded">
          <p>Marquee did not answer when it was asked for it.</p>
          <Button onClick={retry}>Try again</Button>
        </Notice>
      )}
    </main>
  ));

export const ChartsScreen = lateScreen(async () => (await import('./charts/charts.tsx')).ChartsScreen);
export const UsersScreen = lateScreen(async () => (await import('./users/users.tsx')).UsersScreen);
export const LibrariesScreen = lateScreen(async () => (await import('./libraries/libraries.tsx')).LibrariesScreen);
export const ItemsScreen = lateScreen(async () => (await import('./items/item.tsx')).ItemsScreen);
