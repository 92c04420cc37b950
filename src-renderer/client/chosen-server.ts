// Which server's streams and plays are shown, on every screen; null is all of them.
import { createContext, useContext } from 'react';
import { useView } from './marquee.ts';

export type Choice = { chosen: string | null; choose: (serverId: string | null) => void };

export const ChosenServerContext = createContext<Choice>({ chosen: null, choose: () => {} });

/** A server that is watched no more is chosen no more. */
export function useChosenServer(): Choice {
  const { snapshot } = useView();
  const { chosen, choose } = useContext(ChosenServerContext);
  const isThere = snapshot?.servers.some(({ id }) => id === chosen) === true;
  return { chosen: isThere ? chosen : null, choose };
}
