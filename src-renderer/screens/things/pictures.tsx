// The picture of a title, or an empty place where there is none.
import { useState } from 'react';
import { artworkUri } from '../../client/artwork.ts';
import { Icon } from '../../parts/icon.tsx';
import styles from './pictures.module.css';

type Props = { serverId: string | null; thumb: string | null; widthPx: number };

export function Picture({ serverId, thumb, widthPx }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  const heightPx = Math.round(widthPx * 1.5);
  const uri = serverId === null || thumb === null ? null : artworkUri(serverId, thumb, widthPx, heightPx);
  return (
    <div className={styles.picture} style={{ width: widthPx, height: heightPx }}>
      {uri === null || uri === broken ? (
        <Icon name="film" />
      ) : (
        <img src={uri} alt="" loading="lazy" decoding="async" onError={() => setBroken(uri)} />
      )}
    </div>
  );
}
