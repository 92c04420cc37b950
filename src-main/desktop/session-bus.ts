// Asks the Linux desktop's message bus one question: is there somebody of this name? Electron does not say whether a tray exists.
import { connect } from 'node:net';

/*
  The D-Bus wire protocol, as far as two calls without arguments worth mentioning need it:
  https://dbus.freedesktop.org/doc/dbus-specification.html (Authentication Protocol, Message Protocol).
*/
const METHOD_CALL = 1;
const METHOD_RETURN = 2;
const ERROR = 3;
const FIELD = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 };
const BUS = 'org.freedesktop.DBus';

const padTo = (bytes: Buffer, boundary: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((boundary - (bytes.length % boundary)) % boundary)]);

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const toText = (text: string): Buffer => Buffer.concat([uint32(Buffer.byteLength(text)), Buffer.from(`${text}\0`)]);
const toSignature = (text: string): Buffer => Buffer.from(`${String.fromCodePoint(text.length)}${text}\0`);

/** A call of the bus itself, with one text as its argument or none. */
const toCall = (serial: number, member: string, argument: string | null): Buffer => {
  const field = (code: number, type: string, value: Buffer): Buffer =>
    Buffer.concat([Buffer.from([code]), toSignature(type), value]);
  const fields = [
    field(FIELD.path, 'o', toText('/org/freedesktop/DBus')),
    field(FIELD.interface, 's', toText(BUS)),
    field(FIELD.member, 's', toText(member)),
    field(FIELD.destination, 's', toText(BUS)),
    ...(argument === null ? [] : [field(FIELD.signature, 'g', toSignature('s'))]),
  ].reduce<Buffer>((before, next) => Buffer.concat([padTo(before, 8), next]), Buffer.alloc(0));
  const body = argument === null ? Buffer.alloc(0) : toText(argument);
  const head = Buffer.concat([Buffer.from('l'), Buffer.from([METHOD_CALL, 0, 1]), uint32(body.length), uint32(serial)]);
  return Buffer.concat([padTo(Buffer.concat([head, uint32(fields.length), fields]), 8), body]);
};

type Message = { type: number; replySerial: number | null; body: Buffer; rest: Buffer };

/** The number of the call that a message answers stands in its own header field. */
const readReplySerial = (fields: Buffer): number | null => {
  for (let at = 0; at + 8 <= fields.length;) {
    const code = fields.readUInt8(at);
    const type = String.fromCodePoint(fields.readUInt8(at + 2));
    const valueAt = at + 4;
    if (code === FIELD.replySerial) return fields.readUInt32LE(valueAt);
    const length = type === 'g' ? fields.readUInt8(valueAt) + 2 : type === 'u' ? 4 : fields.readUInt32LE(valueAt) + 5;
    at = Math.ceil((valueAt + length) / 8) * 8;
  }
  return null;
};

/** Null until a whole message is there. */
const readMessage = (bytes: Buffer): Message | null => {
  if (bytes.length < 16) return null;
  const bodyLength = bytes.readUInt32LE(4);
  const fieldsLength = bytes.readUInt32LE(12);
  const bodyAt = Math.ceil((16 + fieldsLength) / 8) * 8;
  if (bytes.length < bodyAt + bodyLength) return null;
  return {
    type: bytes.readUInt8(1),
    replySerial: readReplySerial(bytes.subarray(16, 16 + fieldsLength)),
    body: bytes.subarray(bodyAt, bodyAt + bodyLength),
    rest: bytes.subarray(bodyAt + bodyLength),
  };
};

/** `unix:path=/run/user/1000/bus,guid=…`; several are tried by nobody, the first one that is a socket here counts. */
export const parseBusAddress = (address: string): string | null => {
  for (const one of address.split(';')) {
    const values = new Map(
      one
        .replace(/^unix:/, '')
        .split(',')
        .map((pair) => [pair.split('=')[0], pair.split('=')[1]]),
    );
    if (!one.startsWith('unix:')) continue;
    const path = values.get('path');
    if (path !== undefined) return decodeURIComponent(path);
    const abstract = values.get('abstract');
    if (abstract !== undefined) return `\0${decodeURIComponent(abstract)}`;
  }
  return null;
};

/** Null when the bus cannot be asked: no address, no answer in time. Nothing is left open. */
export const isOnBus = async (
  name: string,
  address: string | undefined,
  patienceMs = 3000,
): Promise<boolean | null> => {
  const path = parseBusAddress(address ?? '');
  if (path === null) return null;
  return new Promise((resolve) => {
    const socket = connect(path);
    let heard: Buffer = Buffer.alloc(0);
    let isSignedIn = false;
    const finish = (answer: boolean | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => finish(null), patienceMs);
    socket.on('error', () => finish(null));
    socket.on('close', () => finish(null));
    socket.on('connect', () => {
      const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
      socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    });
    socket.on('data', (bytes) => {
      heard = Buffer.concat([heard, bytes]);
      if (!isSignedIn) {
        const end = heard.indexOf('\r\n');
        if (end === -1) return;
        if (!heard.toString('latin1', 0, end).startsWith('OK')) return finish(null);
        isSignedIn = true;
        heard = heard.subarray(end + 2);
        socket.write('BEGIN\r\n');
        socket.write(Buffer.concat([toCall(1, 'Hello', null), toCall(2, 'NameHasOwner', name)]));
      }
      for (let message = readMessage(heard); message; message = readMessage(heard)) {
        heard = message.rest;
        if (message.replySerial === null || (message.type !== METHOD_RETURN && message.type !== ERROR)) continue;
        if (message.type === ERROR) return finish(null);
        if (message.replySerial === 2) return finish(message.body.readUInt32LE(0) === 1);
      }
    });
  });
};
