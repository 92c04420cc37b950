// Where the server's notifications go out: every frame passes here on its way to the sockets.
export type Frame = {
  type: string;
  /** The key of the list in the envelope, e.g. `PlaySessionStateNotification`. */
  key: string;
  elements: readonly object[];
};

export type FrameListener = (frame: Frame) => void;

export type Frames = {
  send: (type: string, key: string, ...elements: readonly object[]) => void;
  listen: (listener: FrameListener) => () => void;
};

export function createFrames(): Frames {
  const listeners = new Set<FrameListener>();
  return {
    send: (type, key, ...elements) => {
      for (const listener of listeners) listener({ type, key, elements });
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const toEnvelope = (frame: Frame): string =>
  JSON.stringify({
    NotificationContainer: { type: frame.type, size: frame.elements.length, [frame.key]: frame.elements },
  });
