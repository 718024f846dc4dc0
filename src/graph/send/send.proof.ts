import type { SendKind, SendRecord } from '../../sends/send-ledger.js';
import type { GraphContext } from '../context.js';
import { configured } from '../loading.js';
import type { SendReceipt } from '../sending/send-receipt.js';
import type { Sent } from './send.type.js';

/**
 * ABSENT: the vendor has nothing under the id. OTHER_PERSON: what it has goes to a person who is not among the
 * recipients of the send.
 */
export type Proof = 'SENT' | 'ABSENT' | 'OTHER_PERSON';

/**
 * Reads what the vendor has under an id, in one call, and compares its recipients with those of the send.
 * @throws MessagingError
 */
export async function proofOf({ send }: SendRecord<Sent>, vendorId: string, context: GraphContext): Promise<Proof> {
  const found = await recipientsAtVendor(send.kind, vendorId, context);
  if (found === null) return 'ABSENT';
  const draft = send.facts.recipientCount === null ? null : await context.sources.ledger.draft(send.id);
  if (draft === null) return 'SENT'; // contacts and groups: nobody here knows whom they have
  const named = new Set(recipientsOf(draft).map(digitsOf));
  return found.map(digitsOf).every((digits) => digits === null || named.has(digits)) ? 'SENT' : 'OTHER_PERSON';
}

type Recipients = readonly (string | null)[];

/** @returns the recipients as far as the vendor shows them; null where it has nothing under the id */
async function recipientsAtVendor(kind: SendKind, id: string, context: GraphContext): Promise<Recipients | null> {
  const { operation } = context;
  operation.fresh = true; // an absence may be remembered from before the vendor had it
  const sources = { ...context.sources, ...context.sources.unlimited };
  switch (kind) {
    case 'VIBER_CAMPAIGN': {
      const campaigns = configured(sources, 'campaigns');
      const request = { trackingId: id, order: null, page: 0, size: campaigns.maxPageSize };
      const page = await campaigns.messages(request, operation);
      return page && page.rows.map((message) => message?.to ?? null);
    }
    case 'VIBER_MESSAGE': {
      const message = await configured(sources, 'viberMessages').get(id, operation);
      return message && recipientsOf(message);
    }
    case 'FAILOVER_FLOW': {
      const flow = await configured(sources, 'failoverFlows').get(id, operation);
      return flow && recipientsOf(flow);
    }
  }
}

function recipientsOf(sent: SendReceipt): Recipients {
  switch (sent.__typename) {
    case 'Campaign':
      return sent.recipients ?? [];
    case 'ViberMessage':
      return [sent.to];
    case 'FailoverFlow':
      return sent.steps.map(({ to }) => to);
  }
}

/** Of a whole phone number, however it is written; null for what is none, such as a masked one. */
const digitsOf = (number: string | null): string | null =>
  number === null ? null : (/^(?:\+|00)?([1-9]\d{1,14})$/.exec(number)?.[1] ?? null);
