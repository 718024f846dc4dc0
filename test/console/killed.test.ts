import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithBrowser, startBrowser, visit } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { compileProgram, type Program, type RunningProgram } from '../support/program.js';
import { accountsOf } from '../support/running-service.js';
import { type Sandbox, sandboxIds, startSandbox } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';

/** Not a measure of speed: the program is compiled, and started twice. */
const PATIENCE_MS = 240_000;

describeWithBrowser('a server that is killed under an open screen, with its log of events in DATA_DIR', () => {
  const start = Date.now();
  /** The vendor's clock: what was sent moves only when the test says so. */
  let now = start;
  let sandbox: Sandbox;
  let program: Program;
  let browser: Browser;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'console-killed-'));
    sandbox = await startSandbox({ now: () => now });
    program = await compileProgram();
    // the program finds the console beside its sources
    const examples = join(program.directory, '..', 'examples');
    if (!existsSync(examples)) symlinkSync(resolve('examples'), examples);
    browser = await startBrowser();
  }, PATIENCE_MS);
  afterAll(async () => {
    program?.killAll();
    await sandbox?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const startOn = (port: number): Promise<RunningProgram> =>
    program.start({ ...accountsOf(sandbox), CONSOLE: 'on', PORT: String(port), DATA_DIR: dataDir });

  test(
    'goes on from its cursor: what happened meanwhile is shown, nothing twice, and no error is left',
    async () => {
      const port = await freePort();
      let server = await startOn(port);
      const trackingId = (await ask<Sent>(server.url, SEND)).sendViberCampaign.campaign.trackingId;
      const { page, complaints, context } = await visit(browser);
      const afters: (string | null)[] = [];
      const received: string[] = [];
      page.on('websocket', (socket) => {
        socket.on('framesent', ({ payload }) => {
          const { payload: sent } = JSON.parse(String(payload)) as SubscribeMessage;
          if (sent?.operationName === 'CampaignUpdated') afters.push(sent.variables.after);
        });
        socket.on('framereceived', ({ payload }) => received.push(String(payload)));
      });
      let isChartAway = true;
      await page.route('**/area-chart-*.js', (route) =>
        isChartAway ? route.abort('connectionrefused') : route.continue(),
      );
      const shown = consolePage(page, server.url);
      await shown.open(`campaigns/${trackingId}`);
      await eventually(shown.states, (states) => states.length === 2);
      await shown.sign('Live');
      now = start + 2000;
      await eventually(shown.states, (states) => states.every((state) => state === 'Sent'));

      await server.kill();
      await shown.sign('Connection lost');
      expect(await shown.states()).toEqual(['Sent', 'Sent']);
      now = start + 60_000;
      isChartAway = false;
      server = await startOn(port);
      await eventually(shown.states, (states) => [...states].sort().join() === 'Seen,Undelivered');
      await page.locator('.head .badge', { hasText: 'Finished' }).waitFor();
      await shown.sign('Connected'); // nothing more can come
      await page.locator('.chart canvas').waitFor(); // its script could not be loaded before

      const [first, ...later] = afters;
      expect(first).toBeNull();
      expect(later.length).toBeGreaterThan(0);
      expect(later.every((after) => typeof after === 'string')).toBe(true);
      expect(received.join('\n')).not.toContain('INVALID_EVENT_CURSOR');
      expect(await page.getByRole('alert').count()).toBe(0);
      await shown.rows().first().getByRole('link').click();
      await page.locator('.panel .timeline').waitFor();
      const { deliveryEvents } = await ask<Events>(server.url, EVENTS);
      const states = deliveryEvents.nodes.map(({ subject, status }) => `${subject.trackingId} ${status.state}`);
      expect(new Set(states).size).toBe(states.length);
      const unreachable = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket connection/;
      expect(complaints.filter((one) => !unreachable.test(one))).toEqual([]);
      await context.close();
      await server.kill();
    },
    PATIENCE_MS,
  );
});

async function ask<Data>(url: string, query: string): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

interface SubscribeMessage {
  readonly payload?: { readonly operationName?: string; readonly variables: { readonly after: string | null } };
}

interface Sent {
  readonly sendViberCampaign: { readonly campaign: { readonly trackingId: string } };
}

const SEND = `mutation {
  sendViberCampaign(input: {
    idempotencyKey: "killed-1"
    senderId: "${sandboxIds.sender}"
    recipients: { phoneNumbers: ["+12025550160", "+12025550162"] }
    content: { imageUrl: "https://example.com/a.jpg" }
  }) { campaign { trackingId } }
}`;

interface Events {
  readonly deliveryEvents: {
    readonly nodes: readonly {
      readonly status: { readonly state: string };
      readonly subject: { readonly trackingId: string };
    }[];
  };
}

const EVENTS = `{
  deliveryEvents(first: 100, filter: { kinds: [VIBER_MESSAGE] }) {
    nodes { status { state } subject { ... on ViberMessage { trackingId } } }
  }
}`;
