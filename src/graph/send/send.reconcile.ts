import { badUserInput, MessagingError } from '../../errors/error.js';
import type { Decision, Finding, SendRecord } from '../../sends/send-ledger.js';
import type { GraphContext } from '../context.js';
import { writeGlobalId } from '../node/node.id.js';
import { requireVendorId } from '../../vendor-id.js';
import type { ReconcileSendInput } from './send.input.js';
import { recordOutcome } from '../sending/send-event.js';
import { readSendId } from './send.lookup.js';
import { proofOf } from './send.proof.js';
import { answeredSend, type ReconcileSendPayload, type Sent } from './send.type.js';

const SEND_ID = ['input', 'sendId'];
const TRACKING_ID = ['input', 'trackingId'];

/** Writes down what a person found out of an UNKNOWN send. One line of the access log. @throws MessagingError */
export async function reconcileSend(input: ReconcileSendInput, context: GraphContext): Promise<ReconcileSendPayload> {
  let known: SendRecord<Sent> | null = null;
  try {
    const { id, vendorId } = readInput(input, context);
    known = await context.sources.ledger.record({ id });
    if (!known) throw noSend();
    const finding = await findingOf(known, vendorId, context);
    const decision = await context.sources.ledger.reconcile(id, finding, context.operation);
    known = 'record' in decision ? decision.record : known;
    requireDecided(decision, context);
    await recordOutcome(context.sources.recordSend, known.send, known.send.outcome, known.receipt?.trackingId ?? null);
    audit(known, null, context);
    return { send: answeredSend(known) };
  } catch (error) {
    audit(known, error instanceof MessagingError ? error : new MessagingError('INTERNAL_SERVER_ERROR'), context);
    throw error;
  }
}

const noSend = (): MessagingError => badUserInput(SEND_ID, 'sendId: the `id` of a send of this graph is needed');

function readInput({ sendId, wasSent, trackingId }: ReconcileSendInput, context: GraphContext) {
  if (wasSent && trackingId == null)
    throw badUserInput(TRACKING_ID, 'trackingId: the vendor’s id is needed with `wasSent: true`');
  if (!wasSent && trackingId != null)
    throw badUserInput(TRACKING_ID, 'trackingId: it is allowed with `wasSent: true` alone');
  const id = readSendId(context, sendId);
  if (id === null) throw noSend();
  return { id, vendorId: trackingId == null ? null : requireVendorId(trackingId, TRACKING_ID) };
}

/** An id is read at the vendor first, unless the send is in a state that nothing can be found of. */
async function findingOf(record: SendRecord<Sent>, vendorId: string | null, context: GraphContext): Promise<Finding> {
  if (vendorId === null) return { wasSent: false };
  const isOpen = record.send.outcome === 'UNKNOWN';
  const proof = isOpen ? await proofOf(record, vendorId, context) : 'SENT';
  if (proof === 'OTHER_PERSON')
    throw badUserInput(TRACKING_ID, 'trackingId: what the vendor has under this id goes to another person');
  const isBelieved = proof === 'ABSENT';
  if (isBelieved && !mayBeAbsent(record, context))
    throw badUserInput(TRACKING_ID, 'trackingId: the vendor has nothing of this account under this id');
  return { wasSent: true, vendorId, isBelieved };
}

/**
 * Whether tracking may lack what was sent: a campaign before its time, and a template message, of which nothing is
 * documented.
 */
const mayBeAbsent = ({ send }: SendRecord<Sent>, { operation }: GraphContext): boolean =>
  (send.scheduledAt !== null && send.scheduledAt > operation.startedAt) ||
  (send.kind === 'VIBER_MESSAGE' && send.facts.isTemplate === true);

function requireDecided(decision: Decision<Sent>, { operation }: GraphContext): void {
  if (decision.state === 'NO_SEND') throw noSend();
  if (decision.state === 'OTHER_SEND') throw badUserInput(TRACKING_ID, 'trackingId: the id is that of another send');
  if (decision.state !== 'UNCHANGED') return;
  const { notBefore } = decision;
  throw new MessagingError('SEND_NOT_RECONCILABLE', {
    inputPath: SEND_ID,
    ...(notBefore === null
      ? {}
      : {
          message: 'It is too early to say that it was not sent: its callback may still come.',
          retryAfterSeconds: Math.max(1, Math.ceil((notBefore - operation.startedAt) / 1000)),
        }),
  });
}

function audit(record: SendRecord<Sent> | null, failure: MessagingError | null, context: GraphContext): void {
  const send = record?.send;
  context.audit({
    action: 'reconcile',
    kind: send?.kind ?? null,
    sendId: send ? writeGlobalId(context.tenant, { type: 'Send', key: send.id }) : null,
    outcome: send?.outcome ?? null,
    vendorId: record?.receipt?.trackingId ?? null,
    recipientCount: send?.facts.recipientCount ?? null,
    keyDigest: send?.keyDigest ?? null,
    code: failure?.code ?? null,
  });
}
