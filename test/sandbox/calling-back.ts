import { startCallbackReceiver, type ReceivedCallback } from '../support/callback-receiver.js';
import { fakeClock } from '../support/fake-clock.js';
import { eventually } from '../support/wait.js';
import { pick, startCaller } from './caller.js';

/** A sandbox that calls back to a receiver, on a clock that stands still until it is advanced. */
export async function startCallingBack(statusOf?: (received: ReceivedCallback) => number | null) {
  const clock = fakeClock();
  const receiver = await startCallbackReceiver(statusOf);
  const caller = await startCaller({
    now: () => clock.wallTime(),
    setTimer: (milliseconds, call) => {
      const timer = clock.setTimeout(call, milliseconds, undefined);
      return () => clock.clearTimeout(timer);
    },
    wait: (milliseconds) => new Promise((resolve) => clock.setTimeout(resolve, milliseconds, undefined)),
  });
  await caller.authorize();
  caller.sandbox.callBack({ publicUrl: receiver.url, accountUrls: { GMS: `${receiver.url}/callbacks/gms/token` } });
  const { received } = receiver;
  const of = (vendor: string) => received.filter(({ path }) => path.startsWith(`/callbacks/${vendor}/`));
  return {
    ...caller,
    clock,
    callbackUrl: `${receiver.url}/callbacks/routee/secret-token`,
    /** Of a vendor, in the order in which they came. */
    of,
    /** The bodies of Routee, once so many have come. */
    bodies: async (count: number) =>
      (
        await eventually(
          () => of('routee'),
          ({ length }) => length >= count,
        )
      ).map(({ body }) => body),
    /** Advances in steps of half a second, each of whose callbacks are answered before the next. */
    async pass(milliseconds: number) {
      for (let passed = 0; passed < milliseconds; passed += 500) {
        clock.advance(500);
        await eventually(
          () => caller.sandbox.callbacks(),
          (all) => all.every(({ isPosted, status }) => !isPosted || status !== null),
        );
      }
    },
    async close() {
      await caller.sandbox.close();
      await receiver.close();
    },
  };
}

export type CallingBack = Awaited<ReturnType<typeof startCallingBack>>;

/** The words of status callbacks, in order. */
export const wordsOf = (bodies: readonly Record<string, unknown>[]): unknown[] =>
  bodies.map((body) => pick(body, 'status', 'name'));

/** Every member of a JSON value by its path; entries of lists share one. */
export function memberPaths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Array.isArray(value)
    ? value.flatMap((entry) => memberPaths(entry, `${path}[]`))
    : Object.entries(value).flatMap(([name, member]) => [`${path}.${name}`, ...memberPaths(member, `${path}.${name}`)]);
  return [...new Set(inner)].sort();
}
