// Free text over titles, people and players: asked when the typing pauses. `/` leads here.
import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../../client/use-keys.ts';
import type { Step } from '../../client/use-query.ts';
import styles from './filter-bar.module.css';

type Props = { text: string; onChange: (text: string, step: Step) => void };

const pauseMs = 200;

export function SearchField({ text, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  // Back, or a cleared filter: the address is right, not what was typed.
  if (text !== known) {
    setKnown(text);
    if (text !== typed.trim()) setTyped(text);
  }
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === text) return;
    const timer = setTimeout(() => latest.current(wanted, text === '' ? 'push' : 'replace'), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, text]);
  useKeys({ '/': () => field.current?.focus() });
  return (
    <input
      ref={field}
      type="search"
      className={styles.search}
      aria-label="Search titles, people and players"
      placeholder="Search   /"
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}
