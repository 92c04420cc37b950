// What can be done about a program elsewhere that Marquee speaks with: keep its address, try it, let go of it.
import { Button } from '../../parts/button.tsx';
import styles from '../settings.module.css';
import own from './import.module.css';

type Props = {
  /** The environment decides, so it can only be tried. */
  isFixed: boolean;
  isBusy: boolean;
  hasAddress: boolean;
  /** Marquee speaks with it already. */
  isInUse: boolean;
  beginWord: string;
  endWord: string;
  onTest: () => void;
  onEnd: () => void;
  /** How the last try went; null: there was none. */
  tried: { isWell: boolean; says: string } | null;
  problem: string | null;
};

export function ConnectionActs(props: Props) {
  const { isFixed, isBusy, hasAddress, isInUse, beginWord, endWord, onTest, onEnd, tried, problem } = props;
  return (
    <div className={styles.act}>
      {!isFixed && (
        <Button look="main" type="submit" disabled={isBusy || !hasAddress}>
          {isInUse ? 'Save' : beginWord}
        </Button>
      )}
      <Button disabled={isBusy || !hasAddress} onClick={onTest}>
        Test
      </Button>
      {!isFixed && isInUse && (
        <Button disabled={isBusy} onClick={onEnd}>
          {endWord}
        </Button>
      )}
      <p role="status" className={tried?.isWell === false ? own.wrong : styles.result}>
        {tried?.says}
      </p>
      {problem !== null && (
        <p role="alert" className={own.wrong}>
          {problem}
        </p>
      )}
    </div>
  );
}

type Attempt<Test> = { isPending: boolean; data: Test | undefined };

export function toTried<Test extends { kind: string }>(
  { isPending, data }: Attempt<Test>,
  describe: (test: Test) => string,
): Props['tried'] {
  if (isPending) return { isWell: true, says: 'Asking it' };
  return data === undefined ? null : { isWell: data.kind !== 'failed', says: describe(data) };
}
