import { afterEach, describe, expect, it } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
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
    expect(campaigns.nodes.map(({ name }) => name)).toEqual([
      'Winter sale',
      'New arrivals',
      'Question to staff',
      'Autumn offer',
    ]);
    for (const { totalMessages, messages } of campaigns.nodes) {
      expect(totalMessages).toBeGreaterThan(0);
      expect(messages.totalCount).toBe(totalMessages);
    }
    expect(JSON.stringify(campaigns.nodes[0])).not.toContain('null');
    expect(campaigns.nodes[0]).toMatchObject({ state: 'Scheduled', scheduledAt: expect.any(String) });
  });

  it('has sent messages and flows too, each of which tracking knows', async () => {
    service = await startRunningService({}, { sendsSamples: true });
    const { sends } = await service.read<{ sends: { nodes: readonly Readonly<Record<string, unknown>>[] } }>(
      `{ sends(first: 20) { nodes {
        kind outcome
        viberMessage { price template { templateId language } }
        failoverFlow { kind applicationId }
      } } }`,
    );
    expect(sends.nodes.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['VIBER_CAMPAIGN', 'ACCEPTED'],
      ['FAILOVER_FLOW', 'ACCEPTED'],
      ['FAILOVER_FLOW', 'ACCEPTED'],
      ['VIBER_MESSAGE', 'ACCEPTED'],
      ['VIBER_MESSAGE', 'ACCEPTED'],
      ['VIBER_CAMPAIGN', 'ACCEPTED'],
      ['VIBER_CAMPAIGN', 'ACCEPTED'],
      ['VIBER_CAMPAIGN', 'ACCEPTED'],
    ]);
    // only tracking has a price and an application
    expect(sends.nodes.flatMap(({ viberMessage }) => viberMessage ?? [])).toEqual([
      { price: expect.any(Number), template: null },
      { price: 0.01, template: { templateId: sandboxIds.template, language: 'en' } },
    ]);
    expect(sends.nodes.flatMap(({ failoverFlow }) => failoverFlow ?? [])).toEqual([
      { kind: 'STANDARD', applicationId: expect.any(String) },
      { kind: 'TRANSACTIONAL', applicationId: expect.any(String) },
    ]);
  });

  it('has sent nothing where samples are not asked for', async () => {
    service = await startRunningService();
    expect((await service.read<Campaigns>(CAMPAIGNS)).campaigns).toEqual({ totalCount: 0, nodes: [] });
  });
});
