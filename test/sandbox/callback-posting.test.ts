import { afterEach, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
import { eventually, until } from '../support/wait.js';
import { type CallingBack, startCallingBack, wordsOf } from './calling-back.js';

const senderInfoTrackingId = sandboxIds.sender;
const body = { text: 'The autumn sale is open.' };
const minute = 60_000;
const hour = 60 * minute;

let sandbox: CallingBack | undefined;
afterEach(() => sandbox?.close());

const sendTo = (to: string, callbackUrl = sandbox!.callbackUrl) =>
  sandbox!.post('/viber', { senderInfoTrackingId, to, body, callbackUrl });
const routee = () => sandbox!.sandbox.callbacks().filter(({ vendor }) => vendor === 'routee');

describe('a callback of the sandbox', () => {
  test('is repeated on Routee’s schedule until the answer is 200', async () => {
    let answers = 0;
    sandbox = await startCallingBack(({ path }) => (path.includes('gms') || ++answers > 13 ? 200 : 503));
    await sendTo('+12025550161'); // delivered, and nothing after it
    await sandbox.pass(3000);
    const waits = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].map((minutes) => minutes * minute);
    for (const [index, wait] of waits.entries()) {
      sandbox.clock.advance(wait - (waits[index - 1] ?? 0) - 1);
      expect(routee()).toHaveLength(index + 1);
      sandbox.clock.advance(1);
      await eventually(routee, (all) => all.length === index + 2 && all.at(-1)!.status === 503);
    }
    const [first] = routee();
    expect(routee().map(({ at }) => at - first!.at)).toEqual([0, ...waits]);
    expect(new Set(sandbox.of('routee').map((one) => JSON.stringify(one.body))).size).toBe(1);
    sandbox.clock.advance(48 * hour);
    expect(routee()).toHaveLength(13);
  });

  test.each([[201], [204], [302], [404]])('is repeated after an answer of %d', async (status) => {
    sandbox = await startCallingBack(() => (sandbox!.of('routee').length === 1 ? status : 200));
    await sendTo('+12025550161');
    await sandbox.pass(34_000);
    expect(routee().map((one) => one.status)).toEqual([status, 200]);
    await sandbox.pass(10 * minute);
    expect(routee()).toHaveLength(2);
  });

  test('is repeated where no answer comes within two seconds', async () => {
    sandbox = await startCallingBack(() => (sandbox!.of('routee').length === 1 ? null : 200));
    await sendTo('+12025550161');
    sandbox.clock.advance(3000);
    await until(() => sandbox!.of('routee').length === 1);
    sandbox.clock.advance(30_000);
    await eventually(routee, (all) => all.length === 2 && all[1]!.status === 200);
    expect(routee()[0]!.status).toBeNull();
  });

  test('goes to addresses of the graph alone, whose token is in no list', async () => {
    sandbox = await startCallingBack();
    const others = ['https://shop.example/hook', sandbox.callbackUrl.replace(/callbacks.*/, 'elsewhere')];
    for (const url of [...others, sandbox.callbackUrl]) await sendTo('+12025550161', url);
    await sandbox.pass(4000);
    expect(sandbox.of('routee')).toHaveLength(1);
    expect(routee().map(({ route, isPosted }) => [route, isPosted])).toEqual([
      [others[0], false],
      [others[1], false],
      ['/callbacks/{vendor}/{token}', true],
    ]);
    const listed = JSON.stringify([sandbox.sandbox.callbacks(), sandbox.sandbox.calls()]);
    expect(listed).not.toContain('secret-token');
  });

  test('is one of at most 32 at a time', async () => {
    let isHeld = true;
    sandbox = await startCallingBack(() => (isHeld ? null : 200));
    const to = Array.from({ length: 60 }, (_, index) => `+30690${String(index).padStart(7, '0')}`);
    const { callbackUrl } = sandbox;
    await sandbox.post('/viber/campaign', { senderInfoTrackingId, to, body, callbackUrl });
    sandbox.clock.advance(3000);
    await until(() => sandbox!.of('routee').length === 32);
    const waiting = routee().length - 32;
    expect(waiting).toBeGreaterThan(0);
    expect(routee().filter(({ status }) => status === null)).toHaveLength(32 + waiting);
    isHeld = false;
    sandbox.clock.advance(2000); // the deadline of those that are held
    await until(() => sandbox!.of('routee').length >= 32 + waiting);
  });

  test('never comes once the sandbox is closed', async () => {
    sandbox = await startCallingBack();
    await sendTo('+12025550160');
    await sandbox.sandbox.close();
    expect(sandbox.clock.timers()).toBe(0);
  });
});

describe('a magic recipient', () => {
  /** What comes for one message, in order, and when: seconds after it was sent. */
  async function reported(to: string, seconds: number) {
    sandbox = await startCallingBack();
    const sentAt = sandbox.clock.wallTime();
    await sendTo(to);
    await sandbox.pass(seconds * 1000);
    const times = routee().map(({ at }) => (at - sentAt) / 1000);
    return wordsOf(sandbox.of('routee').map((one) => one.body)).map((word, index) => [word, times[index]]);
  }

  test.each([
    [
      '+12025550190',
      20,
      'twice',
      [
        ['DELIVERED', 3],
        ['DELIVERED', 3.5],
        ['SEEN', 8],
        ['SEEN', 8.5],
      ],
    ],
    [
      '+12025550191',
      20,
      'in the wrong order',
      [
        ['SEEN', 8],
        ['DELIVERED', 9],
      ],
    ],
    [
      '+12025550192',
      70,
      'late',
      [
        ['DELIVERED', 63],
        ['SEEN', 68],
      ],
    ],
    ['+12025550193', 70, 'never', []],
    [
      '+12025550196',
      20,
      'with another QUEUED',
      [
        ['QUEUED', 2],
        ['DELIVERED', 5],
      ],
    ],
  ])('%s has its callbacks within %d s come %s', async (to, seconds, _, expected) => {
    expect(await reported(to, seconds)).toEqual(expected);
  });

  test('has a callback come to a campaign that was cancelled', async () => {
    sandbox = await startCallingBack();
    const scheduledDate = new Date(sandbox.clock.wallTime() + 10 * minute).toISOString();
    const { callbackUrl } = sandbox;
    const to = ['+12025550194', '+12025550160'];
    const sent = await sandbox.post('/viber/campaign', { senderInfoTrackingId, to, body, scheduledDate, callbackUrl });
    const id = String(sent.body['trackingId']);
    expect((await sandbox.routee(`/viber/campaign/${id}`, { method: 'DELETE' })).status).toBe(204);
    await sandbox.pass(15 * minute);
    expect(sandbox.of('routee').map((one) => [one.body['to'], one.body['campaignTrackingId']])).toEqual([
      [to[0], id],
      [to[0], id],
    ]);
  });

  test('has no callback come to a send that is accepted and never answered', async () => {
    sandbox = await startCallingBack();
    const { clock } = sandbox;
    void sendTo('+12025550147').catch(() => undefined); // closing the sandbox ends it
    await until(() => clock.timers() > 0);
    await sandbox.pass(20_000);
    expect(sandbox.of('gms')).toHaveLength(1); // its report: it was accepted and delivered
    expect(routee()).toEqual([]);
  });

  test('has a callback come before the answer of its send', async () => {
    sandbox = await startCallingBack();
    const sent = sendTo('+12025550195');
    let isAnswered = false;
    void sent.then(() => (isAnswered = true));
    await until(() => sandbox!.sandbox.calls().some(({ route, status }) => route === '/viber' && status === null));
    await until(() => sandbox!.clock.timers() > 1);
    await sandbox.pass(500);
    expect(wordsOf(sandbox.of('routee').map((one) => one.body))).toEqual(['DELIVERED']);
    expect(isAnswered).toBe(false);
    sandbox.clock.advance(1000);
    expect((await sent).status).toBe(200);
  });

  test.each([['+12025550141'], ['+12025550143']])('%s, whose answer is lost, is called back', async (to) => {
    sandbox = await startCallingBack();
    await sendTo(to).catch(() => null);
    await sandbox.pass(4000);
    expect(wordsOf(sandbox.of('routee').map((one) => one.body))).toEqual(['DELIVERED']);
  });
});
