import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningService, startRunningService } from '../support/running-service.js';

let service: RunningService | undefined;
afterEach(() => service?.stop());

const CAMPAIGNS = `{ campaigns(first: 10) { totalCount nodes {
  id trackingId name recipients groups statusCallbackUrl inboundCallbackUrl fallbackValues { label value }
  respectQuietHours type state createdAt scheduledAt sender { id name } ttlSeconds cost totalMessages isSession label
  content { kind text imageUrl action { caption targetUrl } }
  analysis { recipientCount recipientsPerCountry { country count } }
  messages(first: 1) { totalCount nodes { trackingId status { state } } }
} } }`;

interface Campaigns {
  readonly campaigns: {
    readonly totalCount: number;
    readonly nodes: readonly (Readonly<Record<string, unknown>> & {
      readonly name: string;
      readonly totalMessages: number;
      readonly messages: { readonly totalCount: number };
    })[];
  };
}

describe('the sandbox of npm start', () => {
  it('has sent a few campaigns before anyone calls, the newest with a value for every field', async () => {
    service = await startRunningService({}, { sendsSamples: true });
    const { campaigns } = await service.read<Campaigns>(CAMPAIGNS);
    expect(campaigns.nodes.map(({ name }) => name)).toEqual(['Winter sale', 'New arrivals', 'Question to staff']);
    for (const { totalMessages, messages } of campaigns.nodes) {
      expect(totalMessages).toBeGreaterThan(0);
      expect(messages.totalCount).toBe(totalMessages);
    }
    expect(JSON.stringify(campaigns.nodes[0])).not.toContain('null');
    expect(campaigns.nodes[0]).toMatchObject({ state: 'Scheduled', scheduledAt: expect.any(String) });
  });

  it('has sent nothing where samples are not asked for', async () => {
    service = await startRunningService();
    expect((await service.read<Campaigns>(CAMPAIGNS)).campaigns).toEqual({ totalCount: 0, nodes: [] });
  });
});
