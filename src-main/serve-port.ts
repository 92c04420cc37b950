// Serves the contract over one message port: a window's line to Marquee on the desktop.
import { RPCHandler } from '@orpc/server/message-port';
import { isReadableFrame } from './web/rpc-frame.ts';

/** What Electron's `MessagePortMain` is, as far as it is needed here. */
export type Port = {
  on: ((event: 'message', listener: (event: { data: unknown }) => void) => unknown) &
    ((event: 'close', listener: () => void) => unknown);
  postMessage: (message: unknown) => void;
  start: () => void;
};

/** Our own router, or one that hands on what is asked for. */
type Served = ConstructorParameters<typeof RPCHandler<Record<never, never>>>[0];

/** What cannot be read never reaches oRPC, and a port that is gone is not spoken to. */
export const createPortServer = (router: Served): ((port: Port) => void) => {
  const handler = new RPCHandler(router);
  return (port) => {
    let isOpen = true;
    port.on('close', () => (isOpen = false));
    handler.upgrade({
      on: (kind, listener) => {
        if (kind === 'close') port.on('close', () => listener());
        else port.on('message', (event) => void (isReadableFrame(event.data) && listener(event)));
      },
      postMessage: (message: unknown) => void (isOpen && port.postMessage(message)),
    });
    port.start();
  };
};
