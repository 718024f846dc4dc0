import type { Message, Notice, ChannelRequest } from './messages.js';

/** One end of the connection between a worker and the primary process. */
export interface Channel {
  /** Rejects where the other end has gone, or cannot answer. */
  request(request: ChannelRequest): Promise<unknown>;
  /** Nothing where the other end has gone. */
  notify(notice: Notice): void;
  /** Takes a message of the other end. */
  receive(message: Message): void;
  /** The other end has gone: every request that waits is rejected. */
  close(): void;
}

export interface ChannelOptions {
  /** @returns whether the other end is there */
  readonly send: (message: Message) => boolean;
  readonly answer: (request: ChannelRequest) => Promise<unknown>;
  readonly onNotice: (notice: Notice) => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export function createChannel({ send, answer, onNotice }: ChannelOptions): Channel {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isClosed = false;

  function take(id: number): Waiting | undefined {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  }
  const gone = (): Error => new Error('the other process has ended');

  return {
    request: (request) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        if (isClosed || !send({ type: 'request', id, request })) return reject(gone());
        waiting.set(id, { resolve, reject });
      }),
    notify(notice) {
      if (!isClosed) send({ type: 'notify', notice });
    },
    receive(message) {
      switch (message.type) {
        case 'request': {
          const { id } = message;
          answer(message.request).then(
            (value) => send({ type: 'answer', id, value }),
            () => send({ type: 'refuse', id }),
          );
          return;
        }
        case 'answer':
          return take(message.id)?.resolve(message.value);
        case 'refuse':
          return take(message.id)?.reject(new Error('the other process cannot answer'));
        case 'notify':
          return onNotice(message.notice);
      }
    },
    close() {
      isClosed = true;
      for (const { reject } of waiting.values()) reject(gone());
      waiting.clear();
    },
  };
}
