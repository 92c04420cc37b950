// The picture of what is played, or a drawn one where the server has none or it does not load.
import { useState } from 'react';
import type { Item } from '../../src-contract/session.ts';
import { artworkUri } from '../client/artwork.ts';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './poster.module.css';

export function Poster({ serverId, item, small = false }: { serverId: string; item: Item; small?: boolean }) {
  const [broken, setBroken] = useState<string | null>(null);
  const square = item.type === 'track' || item.type === 'photo';
  const [width, height] = small ? [32, square ? 32 : 48] : [84, square ? 84 : 126];
  const uri = item.thumb === null ? null : artworkUri(serverId, item.thumb, width, height);
  return (
    <div className={classNames(styles.poster, small && styles.small, square && styles.square)}>
      {uri === null || uri === broken ? (
        <Icon name={placeholder(item)} />
      ) : (
        <img src={uri} alt="" decoding="async" width={width} height={height} onError={() => setBroken(uri)} />
      )}
    </div>
  );
}

function placeholder(item: Item): IconName {
  if (item.live) return 'television';
  switch (item.type) {
    case 'track':
      return 'note';
    case 'photo':
      return 'photo';
    case 'episode':
      return 'television';
    case 'movie':
    case 'clip':
    case 'other':
      return 'film';
  }
}
