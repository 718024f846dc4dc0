import { type ErrorDetails, MessagingError } from '../../errors/error.js';
import type { CancelEnd } from '../../sends/send-ledger.js';
import type { GraphContext } from '../context.js';
import { configured } from '../loading.js';
import { writeGlobalId } from '../node/node.id.js';
import { requireVendorId } from '../../vendor-id.js';
import { recordOutcome } from '../sending/send-event.js';
import type { CampaignRecord } from '../sending/send-receipt.js';
import { ledgerOf } from '../sending/send-receipt.js';
import { recordedCampaign } from './campaign.loader.js';
import { campaignOf } from './campaign.lookup.js';
import type { CancelViberCampaignInput } from './campaign.input.js';
import type { CancelAnswer } from './campaign.source.js';
import type { CancelViberCampaignPayload } from './campaign.type.js';

const KIND = 'VIBER_CAMPAIGN';
const INPUT_PATH = ['input', 'trackingId'];

/** Cancels a scheduled campaign. One line of the access log. @throws MessagingError */
export async function cancelCampaign(
  input: CancelViberCampaignInput,
  context: GraphContext,
): Promise<CancelViberCampaignPayload> {
  const ledger = ledgerOf(context.sources.ledger, KIND);
  let trackingId: string | null = null;
  let record: CampaignRecord | null = null;
  try {
    trackingId = requireVendorId(input.trackingId, INPUT_PATH);
    const cancel = new Cancel(trackingId, context, ledger);
    record = await ledger.find(KIND, trackingId);
    const cancelledAt = await cancel.run(record);
    if (record) await recordOutcome(context.sources.recordSend, record.send, 'CANCELLED', trackingId);
    const payload = payloadOf(trackingId, record, cancelledAt);
    audit(trackingId, record, payload.send?.outcome ?? 'CANCELLED', null, context);
    return payload;
  } catch (error) {
    const { code } = error instanceof MessagingError ? error : new MessagingError('INTERNAL_SERVER_ERROR');
    audit(trackingId, record, record?.send.outcome ?? null, code, context);
    throw error;
  }
}

class Cancel {
  constructor(
    readonly trackingId: string,
    readonly context: GraphContext,
    readonly ledger: ReturnType<typeof ledgerOf<typeof KIND>>,
  ) {}

  /** @returns when it was cancelled, epoch milliseconds */
  async run(record: CampaignRecord | null): Promise<number> {
    const { trackingId, context, ledger } = this;
    const known = await ledger.cancelledAt(KIND, trackingId);
    if (known !== null) return known;
    const { operation, sources } = context;
    const isOver = record !== null && !isBefore(record, operation.startedAt);
    if (isOver && !(await ledger.hasUnknownCancel(KIND, trackingId))) throw notScheduled();
    const sender = configured(sources, 'campaignSender');
    await sender.prepare();
    const started = await ledger.beginCancel(KIND, trackingId, operation.deadline);
    if (started.state === 'CANCELLED') return started.cancelledAt;
    if (started.state === 'RUNNING') throw this.#outcomeUnknown(true);
    const { attempt, afterUnknown } = started;
    let answer: CancelAnswer;
    try {
      answer = await sender.cancel(trackingId, operation);
    } catch (error) {
      await this.#end(attempt, error instanceof MessagingError ? 'REFUSED' : 'UNKNOWN');
      throw error instanceof MessagingError ? error : this.#outcomeUnknown(true);
    }
    return this.#conclude(
      answer,
      attempt,
      afterUnknown && record !== null && isBefore(record, Date.now()),
      afterUnknown,
    );
  }

  /** @param wasBefore whether it cannot have been sent, after an attempt of unknown end */
  async #conclude(
    { result, details }: CancelAnswer,
    attempt: string,
    wasBefore: boolean,
    afterUnknown: boolean,
  ): Promise<number> {
    const isCancelled =
      result === 'CANCELLED' ||
      (result === 'NOT_FOUND' && afterUnknown) || // the earlier attempt removed it
      (result === 'NOT_SCHEDULED' && wasBefore);
    if (isCancelled) return (await this.#end(attempt, 'CANCELLED')) ?? Date.now();
    if (result === 'UNKNOWN') {
      await this.#end(attempt, 'UNKNOWN');
      throw this.#outcomeUnknown(true, details);
    }
    await this.#end(attempt, 'REFUSED');
    if (result === 'NOT_FOUND') throw new MessagingError('CAMPAIGN_NOT_FOUND', { ...details, inputPath: INPUT_PATH });
    throw afterUnknown ? this.#outcomeUnknown(false, details) : notScheduled(details);
  }

  /** An end that cannot be written is written later: the vendor’s answer counts. */
  #end(attempt: string, end: CancelEnd): Promise<number | null> {
    return this.ledger.endCancel(KIND, this.trackingId, attempt, end).catch(() => null);
  }

  #outcomeUnknown(retryable: boolean, details: ErrorDetails = {}): MessagingError {
    const { vendor } = this.context.sources.vendorOf('campaignSender');
    return new MessagingError('CANCEL_OUTCOME_UNKNOWN', { vendor, ...details, outcome: 'UNKNOWN', retryable });
  }
}

const isBefore = ({ send }: CampaignRecord, now: number): boolean =>
  send.scheduledAt !== null && send.scheduledAt > now;

/** @param details of a vendor that says so; none where this graph knows */
const notScheduled = (details: ErrorDetails = {}): MessagingError =>
  new MessagingError('CAMPAIGN_NOT_SCHEDULED', { ...details, inputPath: INPUT_PATH });

/** Made of the record: tracking says nothing of a cancel. */
function payloadOf(trackingId: string, record: CampaignRecord | null, cancelledAt: number): CancelViberCampaignPayload {
  if (record) {
    const send = { ...record.send, outcome: 'CANCELLED', decidedAt: cancelledAt } as const;
    const campaign = recordedCampaign({ ...record, send });
    return { campaign, send: campaign.send ?? null };
  }
  const at = new Date(cancelledAt).toISOString();
  const tracked = { trackingId, name: null, applicationName: null, asOf: at, totalMessages: null };
  return { campaign: { ...campaignOf(tracked), cancelledAt: at }, send: null };
}

/**
 * Without a record the vendor alone knows whether the id is one; any other text of a caller, a phone number too, stays
 * out of the log.
 */
const IS_CAMPAIGN: ReadonlySet<MessagingError['code'] | null> = new Set([
  null,
  'CAMPAIGN_NOT_SCHEDULED',
  'CANCEL_OUTCOME_UNKNOWN',
]);

function audit(
  trackingId: string | null,
  record: CampaignRecord | null,
  outcome: string | null,
  code: MessagingError['code'] | null,
  context: GraphContext,
): void {
  const send = record?.send;
  context.audit({
    action: 'cancel',
    kind: KIND,
    sendId: send ? writeGlobalId(context.tenant, { type: 'Send', key: send.id }) : null,
    outcome,
    vendorId: record !== null || IS_CAMPAIGN.has(code) ? trackingId : null,
    recipientCount: record?.receipt?.analysis?.recipientCount ?? send?.facts.recipientCount ?? null,
    keyDigest: send?.keyDigest ?? null,
    code,
  });
}
