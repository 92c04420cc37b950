// A long text to take along: it can be selected whole, and copied where the browser lets us.
import { useId, useState } from 'react';
import { Button } from './button.tsx';
import styles from './copyable.module.css';

export function Copyable({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  const id = useId();
  // Only a page that came over a safe way has it.
  const canCopy = 'clipboard' in navigator;
  return (
    <div className={styles.copyable}>
      <span id={id} className={styles.label}>
        {label}
      </span>
      <code aria-labelledby={id}>{text}</code>
      {canCopy && (
        <Button
          onClick={() =>
            void navigator.clipboard.writeText(text).then(
              () => setCopied(text),
              () => setCopied(null),
            )
          }
        >
          {copied === text ? 'Copied' : 'Copy'}
        </Button>
      )}
    </div>
  );
}
