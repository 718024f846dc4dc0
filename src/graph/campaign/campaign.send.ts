import { MessagingError } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import { configured } from '../loading.js';
import { shownCampaign } from '../scope.js';
import type { Campaign } from './campaign.type.js';
import { requireSendable } from './campaign.rules.js';
import type { SendViberCampaignInput } from './campaign.input.js';
import type { BoundSend, CampaignLedger } from './campaign.ledger.js';
import type { SendViberCampaignPayload } from './send-payload.type.js';

/**
 * Sends a campaign once. The key is bound in the ledger before the request leaves, freed when it is proven that
 * nothing was sent, and otherwise never sends again. A caller who comes while the first send runs waits for its end.
 * @throws MessagingError every rule that the input breaks, at once and before anything is bound; the vendor's refusal;
 *   SEND_OUTCOME_UNKNOWN; IDEMPOTENCY_KEY_REUSED
 */
export async function sendCampaign(
  input: SendViberCampaignInput,
  context: GraphContext,
): Promise<SendViberCampaignPayload> {
  const { ledger } = context.sources;
  const sender = configured(context.sources, 'campaignSender');
  requireSendable(input, new Date(context.operation.startedAt));
  const { idempotencyKey: key } = input;
  const { vendor } = context.sources.vendorOf('campaignSender');
  const text = canonicalText(input);

  for (;;) {
    const bound = await ledger.begin(key, text).catch(bookClosed);
    if (bound === null) break;
    const settled =
      bound.state === 'IN_FLIGHT' && bound.sameInput
        ? await ledger.settled(key, text, context.operation.deadline)
        : bound;
    if (settled !== null) return { campaign: shownCampaign(replay(settled, vendor), context.scopes), replayed: true };
  }

  const campaign = await sender
    .send(input, context.operation)
    .catch((failure: unknown) => unbind(ledger, key, vendor, failure));
  // the vendor has the money: the caller learns of it even where the book cannot be written, and the key stays closed
  await ledger.accept(key, campaign).catch(() => ledger.lose(key).catch(() => undefined));
  return { campaign: shownCampaign(campaign, context.scopes), replayed: false };
}

/** Nothing is sent that cannot be written down first. */
function bookClosed(cause: unknown): never {
  throw new MessagingError('OVERLOADED', {
    message: 'The book of sends cannot be written just now; nothing was sent.',
    retryAfterSeconds: 1,
    cause,
  });
}

/** Frees the key after a proof that nothing was sent, else closes it for its life. @throws MessagingError */
async function unbind(ledger: CampaignLedger, key: string, vendor: string, failure: unknown): Promise<never> {
  const known = failure instanceof MessagingError ? failure : outcomeUnknown(vendor, failure);
  await (known.code === 'SEND_OUTCOME_UNKNOWN' ? ledger.lose(key) : ledger.release(key)).catch(() => undefined);
  throw known;
}

/** A failure that is none of the house proves nothing. */
const outcomeUnknown = (vendor: string, cause?: unknown): MessagingError =>
  new MessagingError('SEND_OUTCOME_UNKNOWN', { outcome: 'UNKNOWN', vendor, cause });

/** @returns the first answer. @throws MessagingError where there is none to give */
function replay(bound: BoundSend, vendor: string): Campaign {
  if (!bound.sameInput) throw new MessagingError('IDEMPOTENCY_KEY_REUSED', { inputPath: ['input', 'idempotencyKey'] });
  if (bound.state === 'ACCEPTED') return bound.campaign;
  throw outcomeUnknown(vendor);
}

/** The same input gives the same text however its members are ordered; absent, null and false-by-default are one. */
function canonicalText(input: SendViberCampaignInput): string {
  const { idempotencyKey: _, ...rest } = input;
  return JSON.stringify(rest, (_name, value: unknown) => {
    if (value === null) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
