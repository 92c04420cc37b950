// A part of the window whose code comes when it is wanted. Where it does not come, that is told, and it is tried again.
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { useView } from '../client/marquee.ts';

/** `retry` is null while it is on its way. */
type Meanwhile<Props> = (props: Props, retry: (() => void) | null) => ReactNode;

export function late<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: Meanwhile<Props>,
): ComponentType<Props> {
  let known: ComponentType<Props> | null = null;
  return function Late(props: Props) {
    const [Part, setPart] = useState(() => known);
    if (Part !== null) return <Part {...props} />;
    const take = (loaded: ComponentType<Props>) => {
      known = loaded;
      setPart(() => loaded);
    };
    return <ToCome load={load} onLoaded={take} show={(retry) => meanwhile(props, retry)} />;
  };
}

type ToComeProps<Props> = {
  load: () => Promise<ComponentType<Props>>;
  onLoaded: (loaded: ComponentType<Props>) => void;
  show: (retry: (() => void) | null) => ReactNode;
};

function ToCome<Props>({ load, onLoaded, show }: ToComeProps<Props>) {
  const isLive = useView().link.kind === 'live';
  const [tries, setTries] = useState(1);
  const [failures, setFailures] = useState(0);
  useEffect(() => {
    let isWanted = true;
    load().then(
      (loaded) => isWanted && onLoaded(loaded),
      () => isWanted && setFailures((count) => count + 1),
    );
    return () => void (isWanted = false);
    // Once for each try, and when Marquee is heard again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [load, tries, isLive]);
  /** After an update there are other files: only a page that is loaded anew knows them. */
  const again = () => (isLive && failures > 1 ? location.reload() : setTries(tries + 1));
  return show(failures === 0 ? null : again);
}
