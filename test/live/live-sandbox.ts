import { sandboxIds, sandboxOn } from '../support/sandbox.js';
import { fakeClock } from '../support/fake-clock.js';
import type { ServiceOptions } from '../../src/app/service.js';
import { type RunningService, type Settings, startRunningService } from '../support/running-service.js';
import { eventually, until } from '../support/wait.js';

/** The service with its sandbox, on one clock that stands still until it is advanced. */
export interface LiveSandbox extends RunningService {
  readonly endpoint: string;
  /** Sends a campaign to these recipients. @returns its tracking id */
  send(...recipients: readonly string[]): Promise<string>;
  /** Sends a message that is delivered after 3 s and seen after 8 s. @returns its tracking id */
  sendMessage(): Promise<string>;
  /** How many subscriptions have begun and not ended, by the log. */
  open(): number;
  /** What the graph asked its vendors for so far. */
  vendorCalls(): readonly string[];
  /** Advances in steps of a quarter of a second, each of whose callbacks are answered before the next. */
  pass(milliseconds: number): Promise<void>;
  /** Advances at once, however long. */
  skip(milliseconds: number): void;
  /** Stops while clients are still there. */
  drain(): Promise<void>;
}

const STEP_MS = 250;
let sends = 0;

/** @param headers of the sends */
export async function startLiveSandbox(
  settings: Settings = {},
  { headers = {}, ...options }: ServiceOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<LiveSandbox> {
  const clock = fakeClock();
  const service = await startRunningService(
    { SANDBOX: 'on', ...settings },
    { clock, ...options, sandbox: sandboxOn(clock) },
  );
  const sandbox = service.sandbox!;
  const logged = (event: string): number => service.log().split(`"event":"${event}"`).length - 1;
  return {
    ...service,
    endpoint: `${service.url}/graphql`,
    async send(...recipients) {
      sends += 1;
      const { sendViberCampaign } = await service.read<{
        sendViberCampaign: { campaign: { trackingId: string } };
      }>(
        'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
        {
          input: {
            idempotencyKey: `live-${sends}`,
            senderId: sandboxIds.sender,
            name: `Live ${sends}`,
            recipients: { phoneNumbers: recipients },
            content: { text: 'Your parcel arrives today.' },
          },
        },
        headers,
      );
      return sendViberCampaign.campaign.trackingId;
    },
    async sendMessage() {
      sends += 1;
      const { sendViberMessage } = await service.read<{ sendViberMessage: { viberMessage: { trackingId: string } } }>(
        'mutation ($input: SendViberMessageInput!) { sendViberMessage(input: $input) { viberMessage { trackingId } } }',
        {
          input: {
            idempotencyKey: `live-${sends}`,
            senderId: sandboxIds.sender,
            to: '+12025550160',
            message: { content: { text: 'Your parcel arrives today.' } },
          },
        },
        headers,
      );
      return sendViberMessage.viberMessage.trackingId;
    },
    open: () => logged('subscription-start') - logged('subscription-end'),
    vendorCalls: () => sandbox.calls().map(({ method, path }) => `${method} ${path}`),
    async pass(milliseconds) {
      for (let passed = 0; passed < milliseconds; passed += STEP_MS) {
        clock.advance(STEP_MS);
        await eventually(
          () => sandbox.callbacks(),
          (all) => all.every(({ isPosted, status }) => !isPosted || status !== null),
        );
      }
    },
    skip: (milliseconds) => clock.advance(milliseconds),
    drain: () => service.stop(),
    async stop() {
      await until(() => logged('subscription-start') === logged('subscription-end')); // every client has left
      await service.stop();
    },
  };
}
