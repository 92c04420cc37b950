// `npm run bench -- --explain`: precision and recall of the reasons, as a table.
import { scoreExplain, type SavingScore, type Score } from './explain-score.ts';

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

const toLines = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
};

const describeScore = (score: Score): string =>
  [
    ...toLines([
      ['reason', 'cases', 'told', 'right', 'precision', 'recall'],
      ...score.causes.map(({ cause, cases, told, right, precision, recall }) => [
        cause,
        String(cases),
        String(told),
        String(right),
        told === 0 ? '–' : percent(precision),
        cases === 0 ? '–' : percent(recall),
      ]),
      ['macro average', String(score.cases), '', '', percent(score.precision), percent(score.recall)],
    ]),
    '',
    `${score.wholly} of ${score.cases} sessions explained with all their causes and nothing else`,
    `of all causes by earlier plays of the player: ${score.byPlays.map(({ plays, recall }) => `${plays}: ${percent(recall)}`).join(', ')}`,
    `${score.unknown} conversions unknown (each is a miss)`,
    `"certain" wrong in ${score.certainWrong} of ${score.certain} (${percent(score.certainWrong / Math.max(1, score.certain))}; at most 0.5 % is allowed)`,
  ].join('\n');

const describeSavings = (savings: readonly SavingScore[]): string =>
  toLines([
    ['saved by the remedy', 'cases', 'estimated', 'truly', 'too much'],
    ...savings.map(({ cause, cases, estimated, truly, wrong }) => [
      cause,
      String(cases),
      String(estimated),
      String(truly),
      String(wrong),
    ]),
  ]).join('\n');

/** The exit code: 1 when "certain" was wrong too often. */
export const benchExplain = (cases: number): number => {
  const { score, savings } = scoreExplain(cases, 1);
  console.log(`${describeScore(score)}\n\n${describeSavings(savings)}`);
  return score.certainWrong > score.certain * 0.005 ? 1 : 0;
};
