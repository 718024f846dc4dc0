import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals';
import { catchUp } from '../../examples/partner/follow-feed.js';
import { type LiveSandbox, startLiveSandbox } from '../live/live-sandbox.js';

let service: LiveSandbox;
let directory: string;
beforeAll(async () => {
  service = await startLiveSandbox({ EVENT_MAX: '120' });
});
afterAll(() => service.stop());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'partner-feed-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** As a program that is started anew each time: nothing but its file is kept. */
const start = () => catchUp(service.endpoint, join(directory, 'states.json'));

describe('the example of a partner that follows the feed', () => {
  test('begins at the present, and goes on from its file over restarts, each event once', async () => {
    const first = await service.sendMessage();
    await service.pass(3000);
    expect(await start()).toMatchObject({ isAnew: true, events: 0, known: { states: {} } });
    await service.pass(5000);
    const second = await service.sendMessage();
    await service.pass(3000);
    const { isAnew, known } = await start();
    expect(isAnew).toBe(false);
    expect(known.states).toMatchObject({
      [`VIBER_MESSAGE ${first}`]: 'SEEN',
      [`VIBER_MESSAGE ${second}`]: 'DELIVERED',
    });
    expect(JSON.parse(await readFile(join(directory, 'states.json'), 'utf8'))).toEqual(known);
    expect(await start()).toMatchObject({ isAnew: false, events: 0, known });
  });

  test('reads more than a page at once', async () => {
    await start();
    const numbers = Array.from({ length: 50 }, (_, index) => `+120255520${String(index).padStart(2, '0')}`);
    await service.send(...numbers);
    await service.pass(8000);
    const { events, known } = await start();
    expect(events).toBeGreaterThan(100);
    const messages = Object.keys(known.states).filter((name) => name.startsWith('VIBER_MESSAGE '));
    expect(messages.length).toBeGreaterThanOrEqual(50); // one of the test before is seen meanwhile
  });

  test('begins anew where the log no longer holds its cursor', async () => {
    await start();
    const numbers = Array.from({ length: 100 }, (_, index) => `+120255521${String(index).padStart(2, '0')}`);
    await service.send(...numbers);
    await service.pass(8000);
    expect(await start()).toMatchObject({ isAnew: true, known: { states: {} } });
    expect(await start()).toMatchObject({ isAnew: false, events: 0 });
  });
});

test('docs/live.md shows the operation of the example', async () => {
  const [documented] = /query DeliveryFeed[\s\S]+?\n}\n/.exec(await readFile('docs/live.md', 'utf8')) ?? [];
  const [used] =
    /query DeliveryFeed[\s\S]+?\n}\n/.exec(await readFile('examples/partner/operations.graphql', 'utf8')) ?? [];
  expect(documented).toBe(used);
  expect(used).toContain('deliveryEvents(first: 100, after: $after)');
});
