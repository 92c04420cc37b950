// The few signs of the window, drawn by us so that they look the same everywhere. Each stands beside a word.
import styles from './icon.module.css';

const shapes = {
  direct: <path d="M5 3.5v9l7.5-4.5z" fill="currentColor" stroke="none" />,
  copy: <path d="M2.5 8h8M7.5 4.5 11 8l-3.5 3.5M13.5 3.5v9" />,
  transcode: <path d="M13 6.5A5.3 5.3 0 0 0 3.2 6M3 9.5a5.3 5.3 0 0 0 9.8.5M13.3 3v3.5H9.8M2.7 13V9.5h3.5" />,
  starting: <path d="M8 2.5a5.5 5.5 0 1 0 5.5 5.5M8 5v3l2 1.5" />,
  problem: <path d="M8 2.5v7M8 12.3v.7" strokeWidth="2.2" />,
  playing: <path d="M5 3.5v9l7.5-4.5z" fill="currentColor" stroke="none" />,
  paused: <path d="M5.5 4v8M10.5 4v8" strokeWidth="2.2" />,
  buffering: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.8" />,
  ended: <path d="M4 4h8v8H4z" fill="currentColor" stroke="none" />,
  live: (
    <path d="M8 8h.01M5.2 10.8a4 4 0 0 1 0-5.6M10.8 5.2a4 4 0 0 1 0 5.6M3.1 12.9a7 7 0 0 1 0-9.8M12.9 3.1a7 7 0 0 1 0 9.8" />
  ),
  history: <path d="M2.5 4h11M2.5 8h11M2.5 12h7" />,
  charts: <path d="M2.5 13.5h11M4 11V7.5M8 11V3.5M12 11V6" strokeWidth="1.8" />,
  table: <path d="M2.5 3h11v10h-11zM2.5 6.5h11M2.5 9.8h11M6.5 6.5V13" />,
  save: <path d="M8 2.5v7M4.8 6.8 8 10l3.2-3.2M2.8 13h10.4" />,
  enlarge: <path d="M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9" />,
  settings: <path d="M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7M11 2.8v3.4M5 9.8v3.4" strokeWidth="1.8" />,
  server: <path d="M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01" />,
  key: <path d="M7.6 8.4 13.5 2.5M11 5l2 2M8.2 10.6a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0z" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.4" />,
  chevron: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  check: <path d="m3 8.5 3.3 3.3L13 4.8" strokeWidth="2" />,
  film: <path d="M2.5 3.5h11v9h-11zM5.5 3.5v9M10.5 3.5v9M2.5 8h11" />,
  note: (
    <path d="M6 12V3.5l6.5-1.5v8.5M6 12a1.9 1.9 0 1 1-3.8 0A1.9 1.9 0 0 1 6 12zM12.5 10.5a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 0 1 3.8 0z" />
  ),
  television: <path d="M2 5.5h12v7.5H2zM5 2.5l3 3 3-3" />,
  photo: <path d="M2.5 3h11v10h-11zM2.5 11l3.5-3.5 3 3 1.5-1.5 3 3M10.5 6h.01" />,
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name, pulsing = false }: { name: IconName; pulsing?: boolean }) {
  return (
    <svg className={pulsing ? styles.pulsing : styles.icon} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}
