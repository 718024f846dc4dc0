import type { ChildProcess } from 'node:child_process';

/** A message with which node:cluster hands a connection to a worker. These are not in its documentation. */
interface Handed {
  readonly cmd?: unknown;
  readonly act?: unknown;
  readonly seq?: number;
}

/**
 * node:cluster hands a connection to a worker and waits until that has taken it: for ever where it ends before. It goes
 * to another worker then. A worker says that it takes one before it reads from it, so no request runs twice.
 * @param othersListen whether another worker can take connections; without one they are closed
 */
export function passOnHandedConnections(child: ChildProcess, othersListen: () => boolean): void {
  const untaken = new Map<number, { close(): void }>();
  const send = child.send.bind(child) as (...values: readonly unknown[]) => boolean;
  Object.assign(child, {
    send(message: Handed, handle?: unknown, ...rest: readonly unknown[]): boolean {
      const { cmd, act, seq } = message;
      if (cmd === 'NODE_CLUSTER' && act === 'newconn' && seq !== undefined && handle)
        untaken.set(seq, handle as { close(): void });
      return send(message, handle, ...rest);
    },
  });
  child.on('internalMessage', ({ ack }: { readonly ack?: number }) => {
    if (ack !== undefined) untaken.delete(ack);
  });
  let isDisconnected = false;
  child.once('disconnect', () => {
    isDisconnected = true;
    for (const [ack, handle] of untaken) {
      if (othersListen()) child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: false });
      else handle.close();
    }
  });
  // Node waits with `disconnect` until the worker has received what it was sent: for ever where it ends before.
  child.once('exit', function disconnect() {
    if (child.connected)
      setImmediate(disconnect); // its last messages are read first
    else if (!isDisconnected) child.emit('disconnect');
  });
}
