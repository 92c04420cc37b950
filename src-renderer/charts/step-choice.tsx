// How long the steps of a chart over time are, where it stands alone.
import { chartStepSchema } from '../../src-contract/chart.ts';
import type { Step } from '../client/use-query.ts';
import type { ChartEntry } from './catalogue.ts';
import styles from './chart-bar.module.css';
import type { Question } from './question.ts';

type Props = { entry: ChartEntry; question: Question; onAsk: (question: Question, step?: Step) => void };

const overTime: ReadonlySet<string> = new Set([
  'days-by-type',
  'days-by-decision',
  'months',
  'concurrency',
  'reasons',
  'bandwidth',
  'watch-time',
  'newcomers',
]);
const words = {
  'quarter-hour': 'By quarter hour',
  hour: 'By hour',
  day: 'By day',
  week: 'By week',
  month: 'By month',
  year: 'By year',
} as const;

export function StepChoice({ entry: { chart }, question, onAsk }: Props) {
  if (!overTime.has(chart)) return null;
  return (
    <label className={styles.zone}>
      <span>Steps</span>
      <select
        value={question.step ?? ''}
        onChange={(event) => {
          const step = chartStepSchema.safeParse(event.target.value);
          onAsk({ ...question, step: step.success ? step.data : null });
        }}
      >
        <option value="">As it suits the range</option>
        {chartStepSchema.options.map((step) => (
          <option key={step} value={step}>
            {words[step]}
          </option>
        ))}
      </select>
    </label>
  );
}
