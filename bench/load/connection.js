import { connect } from 'node:net';

/**
 * One keep-alive HTTP/1.1 connection with one request in flight, read without a copy: a client library costs more CPU
 * than most of the servers measured here. `onDone(status, bodyLength, body)` has a body only where `send` was called with `keepsBody`.
 */

const READ_SIZE = 65_536;
const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = '0\r\n\r\n';

/** @param {{ port: number, onDone: (connection: any, status: number, bodyLength: number, body: string | null) => void, onLost: (connection: any, reason: string) => void }} options */
export const openConnection = ({ port, onDone, onLost }) => {
  let headText = '';
  let status = 0;
  let remaining = -1; // of the body; -1 = the head is not read yet, Infinity = chunked
  let bodyLength = 0;
  let ending = '';
  /** @type {Buffer[] | null} */
  let kept = null;

  const finish = () => {
    const body = kept === null ? null : Buffer.concat(kept).toString();
    headText = '';
    remaining = -1;
    onDone(connection, status, bodyLength, body);
  };

  /** @param {Buffer} buffer @param {number} length @returns {number} where the body begins, -1 when the head goes on */
  const readHead = (buffer, length) => {
    const end = headText === '' ? buffer.subarray(0, length).indexOf(HEAD_END) : -1;
    let bodyStart = end + 4;
    if (end >= 0) headText = buffer.latin1Slice(0, end + 2);
    else {
      const before = headText.length;
      headText += buffer.latin1Slice(0, length);
      const found = headText.indexOf('\r\n\r\n');
      if (found < 0) return -1;
      bodyStart = found + 4 - before;
      headText = headText.slice(0, found + 2);
    }
    status = Number(headText.slice(9, 12));
    const declared = /\r\ncontent-length: *(\d+)/i.exec(headText);
    remaining = declared === null ? Infinity : Number(declared[1]);
    bodyLength = 0;
    ending = '';
    return bodyStart;
  };

  /** @param {number} length @param {Buffer} buffer */
  const read = (length, buffer) => {
    let start = 0;
    if (remaining === -1) {
      start = readHead(buffer, length);
      if (start < 0) return true;
    }
    const size = length - start;
    bodyLength += size;
    if (kept !== null && size > 0) kept.push(Buffer.from(buffer.subarray(start, length)));
    if (remaining === Infinity) {
      ending = (ending + buffer.latin1Slice(Math.max(start, length - 5), length)).slice(-5);
      if (ending === LAST_CHUNK) finish();
      return true;
    }
    remaining -= size;
    if (remaining <= 0) finish();
    return true;
  };

  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: { buffer: Buffer.allocUnsafe(READ_SIZE), callback: read },
  });
  socket.on('error', (error) => onLost(connection, error.message));
  socket.on('end', () => onLost(connection, 'the server closed the connection'));

  const connection = {
    startedAt: 0,
    isLost: false,
    /** @type {any} what the caller sent last */
    request: null,
    /** @param {Buffer} bytes of a whole request @param {boolean} keepsBody */
    send(bytes, keepsBody) {
      kept = keepsBody ? [] : null;
      socket.write(bytes);
    },
    close: () => socket.destroy(),
  };
  return connection;
};
