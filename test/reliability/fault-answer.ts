import type { Socket } from 'node:net';

/** One way in which a vendor answers badly, once the request has come. */
export interface VendorFault {
  readonly name: string;
  /** The error of a read; null when it is read well all the same. */
  readonly code: 'UPSTREAM_TIMEOUT' | 'UPSTREAM_UNAVAILABLE' | 'UPSTREAM_BAD_RESPONSE' | null;
  /** What is asked for when it happens: one message, or the largest page of a campaign's; a message when absent. */
  readonly asked?: 'MESSAGE' | 'PAGE';
  readonly answer: (socket: Socket) => void;
}

export const OK = 'HTTP/1.1 200 OK\r\n';
export const JSON_TYPE = 'content-type: application/json\r\n';

/** A whole answer of good length, which ends its connection. */
export function whole(body: string | Buffer, head = OK + JSON_TYPE): (socket: Socket) => void {
  return (socket) => {
    socket.write(`${head}connection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`);
    socket.end(body);
  };
}

/** What takes long to write: it is written when it is first asked for, and kept. */
export function written(write: () => VendorFault['answer']): VendorFault['answer'] {
  let answer: VendorFault['answer'] | undefined;
  return (socket) => (answer ??= write())(socket);
}
