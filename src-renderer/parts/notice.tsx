// A calm page in place of content: nothing is playing, nothing is known yet, something is not there.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './notice.module.css';

export function Notice({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className={styles.notice}>
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
