import { sandboxIds } from '../support/sandbox.js';
import { fakeClock } from '../support/fake-clock.js';
import { type RunningService, type Settings, startRunningService } from '../support/running-service.js';
import { eventually } from '../support/wait.js';

/** The service with its sandbox, on one clock that stands still until it is advanced. */
export interface LiveSandbox extends RunningService {
  readonly endpoint: string;
  /** Sends a campaign to these recipients. @returns its tracking id */
  send(...recipients: readonly string[]): Promise<string>;
  /** What the graph asked its vendors for so far. */
  vendorCalls(): readonly string[];
  /** Advances in steps of a quarter of a second, each of whose callbacks are answered before the next. */
  pass(milliseconds: number): Promise<void>;
}

const STEP_MS = 250;
let sends = 0;

export async function startLiveSandbox(settings: Settings = {}, sendsSamples = false): Promise<LiveSandbox> {
  const clock = fakeClock();
  const service = await startRunningService(
    { SANDBOX: 'on', ...settings },
    {
      clock,
      sendsSamples,
      sandbox: {
        now: () => clock.wallTime(),
        setTimer: (milliseconds, call) => {
          const timer = clock.setTimeout(call, milliseconds, undefined);
          return () => clock.clearTimeout(timer);
        },
      },
    },
  );
  const sandbox = service.sandbox!;
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
      );
      return sendViberCampaign.campaign.trackingId;
    },
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
  };
}
