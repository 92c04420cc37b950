// The question of the charts in the address, and how it is changed.
import { useCallback, useMemo } from 'react';
import { changeQuery, type Step, useQueryPart } from '../client/use-query.ts';
import { type Question, readQuestion, writeQuestion } from './question.ts';

export function useQuestion(): {
  question: Question;
  ask: (question: Question, step?: Step) => void;
  /** The `?` and what is behind it, for links that keep it. */
  query: string;
} {
  const part = useQueryPart();
  const question = useMemo(() => readQuestion(part), [part]);
  const ask = useCallback(
    (next: Question, step?: Step) => changeQuery((query) => writeQuestion(next, query), step),
    [],
  );
  const text = part.toString();
  return { question, ask, query: text === '' ? '' : `?${text}` };
}
