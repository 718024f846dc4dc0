import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningService, startRunningService } from '../support/running-service.js';

/** The operations of "Try it" of docs/sends.md, in their order. */
const [sendFlow = '', find = '', reconcile = ''] = [
  .../^## Try it\n([\s\S]+?)^## /m
    .exec(readFileSync('docs/sends.md', 'utf8'))![1]!
    .matchAll(/```graphql\n([\s\S]+?)```/g),
].map((match) => match[1]!);

const ACCEPTED = '+12025550147';
const NOT_ACCEPTED = '+12025550146';

interface Found {
  readonly sends: { readonly nodes: readonly { readonly id: string }[] };
  readonly failoverFlows: { readonly nodes: readonly { readonly trackingId: string }[] };
}

let service: RunningService;
beforeEach(async () => {
  service = await startRunningService({ SEND_TIMEOUT_MS: '1000' }, { sendsSamples: true });
});
afterEach(() => service.stop());

const codesOf = async (document: string): Promise<unknown> =>
  (await service.query(document)).errors.map(({ extensions: { code, retryAfterSeconds } }) => [
    code,
    retryAfterSeconds,
  ]);

/** The document with the values in the places that a reader fills. */
const filled = (document: string, ...values: readonly string[]): string =>
  values.reduce((text, value) => text.replace('"…"', JSON.stringify(value)), document);

describe('what docs/sends.md says to try with reconcileSend', () => {
  it('finds the flow whose answer was lost, and replays it once it is reconciled', async () => {
    expect(await codesOf(sendFlow)).toEqual([['SEND_OUTCOME_UNKNOWN', undefined]]);
    const { sends, failoverFlows } = await service.read<Found>(find);
    const { trackingId } = failoverFlows.nodes[0]!;
    expect(await service.read(filled(reconcile, sends.nodes[0]!.id, trackingId))).toEqual({
      reconcileSend: { send: { outcome: 'ACCEPTED' } },
    });
    expect(await service.read(sendFlow)).toEqual({
      sendFailoverFlow: { replayed: true, failoverFlow: { trackingId } },
    });
  });

  it('finds no flow that was not accepted, and says how long to wait before that is a finding', async () => {
    const of = (document: string): string => document.replaceAll(ACCEPTED, NOT_ACCEPTED);
    expect(await codesOf(of(sendFlow))).toEqual([['SEND_OUTCOME_UNKNOWN', undefined]]);
    const { sends, failoverFlows } = await service.read<Found>(of(find));
    expect(failoverFlows.nodes).toEqual([]);
    const notSent = filled(reconcile, sends.nodes[0]!.id).replace('true, trackingId: "…"', 'false');
    expect(await codesOf(notSent)).toEqual([['SEND_NOT_RECONCILABLE', expect.any(Number)]]);
  });
});
