// Whether everything here is invented, and the way in and out. A demo is another Marquee behind the same address, so the
// page is loaded anew when it comes or goes.
import { ORPCError } from '@orpc/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { describeProblem } from './describe-problem.ts';
import { NotConnectedError } from './live-store.ts';
import { useMarquee, useView } from './marquee.ts';

/** Null until it is known. */
function useDemoQuery() {
  const { procedures } = useMarquee();
  const { data, refetch } = useQuery({ ...procedures.demo.get.queryOptions(), staleTime: Infinity });
  return { on: data?.on ?? null, refetch };
}

export function useDemo(): boolean {
  return useDemoQuery().on === true;
}

/**
 * Once in the window: looks again over every new line, and begins anew where another Marquee answers. Whether this page
 * was loaded for a demo.
 */
export function useDemoTurns(): boolean {
  const isLive = useView().link.kind === 'live';
  const { on, refetch } = useDemoQuery();
  const [before, setBefore] = useState<boolean | null>(null);
  if (before === null && on !== null) setBefore(on);
  useEffect(() => {
    if (isLive) void refetch();
  }, [isLive, refetch]);
  useEffect(() => {
    if (before === null || on === null || before === on) return;
    location.hash = '#/live';
    location.reload();
  }, [before, on]);
  return before === true;
}

type DemoTurn = { isTurning: boolean; failure: string | null; go: () => void };

/** A click that leads into the demo, or out of it. */
export function useDemoTurn(to: 'start' | 'end'): DemoTurn {
  const { procedures } = useMarquee();
  const isLive = useView().link.kind === 'live';
  const [step, setStep] = useState<'rest' | 'asked' | 'away'>('rest');
  const [failure, setFailure] = useState<string | null>(null);
  if (step === 'asked' && !isLive) setStep('away');
  // Here again, and still the same page: nothing came of it.
  if (step === 'away' && isLive) setStep('rest');
  function go() {
    setStep('asked');
    setFailure(null);
    procedures.demo[to].call().catch((error: Error) => {
      // A line that breaks under the call is what was asked for.
      if (!(error instanceof ORPCError) && !(error instanceof NotConnectedError)) return;
      setStep('rest');
      setFailure(describeProblem(error));
    });
  }
  return { isTurning: step !== 'rest', failure, go };
}
