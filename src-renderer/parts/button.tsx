// The window's buttons: quiet by default, amber for the main act, red for one that ends something.
import { type ComponentProps } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

type Look = 'quiet' | 'main' | 'danger' | 'bare';

export function Button({ look = 'quiet', className, ...rest }: ComponentProps<'button'> & { look?: Look }) {
  return <button type="button" {...rest} className={classNames(styles.button, styles[look], className)} />;
}
