// The demo: the button that leads into it, and the strip above every screen that says so and leads out again.
import { useDemoTurn, useDemoTurns } from '../client/use-demo.ts';
import { Button } from './button.tsx';
import styles from './demo.module.css';
import { Icon } from './icon.tsx';

type Props = { to: 'start' | 'end'; className?: string | undefined };

const words = {
  start: { label: 'Look around with a demo', turning: 'Opening the demo' },
  end: { label: 'Leave the demo', turning: 'Leaving the demo' },
};

export function DemoButton({ to, className }: Props) {
  const { isTurning, failure, go } = useDemoTurn(to);
  return (
    <>
      <Button className={className} onClick={go} disabled={isTurning}>
        {isTurning ? words[to].turning : words[to].label}
      </Button>
      {failure !== null && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
    </>
  );
}

export function DemoStrip() {
  const isDemo = useDemoTurns();
  if (!isDemo) return null;
  return (
    <aside aria-label="Demo" className={styles.strip}>
      <Icon name="film" />
      <p>
        <b>This is a demo.</b> The server, the people and what they watch are invented.
      </p>
      <DemoButton to="end" />
    </aside>
  );
}
