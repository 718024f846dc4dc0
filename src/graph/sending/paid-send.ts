import { type Violation, violationError } from '../../errors/error.js';
import { canonicalInput, type CanonicalInput } from '../../sends/canonical.js';
import { type SendEnd, sendOnce } from '../../sends/send-once.js';
import { isoTime } from '../../iso-now.js';
import type { GraphContext, SenderName, Sources } from '../context.js';
import { writeGlobalId } from '../node/node.id.js';
import { shownReceipt } from '../scope.js';
import { answeredSend, type Send } from '../send/send.type.js';
import type { ViberContentKind } from '../viber-message/viber-content.type.js';
import { ownAddressViolations, withCallback, withoutAddress } from './send-callback.js';
import { recordAnswer } from './send-event.js';
import { ledgerOf, type SendReceipts } from './send-receipt.js';
import { isKeyValid } from './send.rules.js';
import type { Sender } from './sender.js';
import type { SendPayload } from './send-payload.type.js';
import type { SendWarning } from './warning.type.js';

/** What a send comes to before it is sent, as far as its input shows. */
export interface SendFacts {
  /** E.164, as given. */
  readonly phoneNumbers: readonly string[];
  /** Null where contacts or groups are among the recipients. */
  readonly recipientCount: number | null;
  /** Of a flow, its first step’s. */
  readonly channel: 'VIBER' | 'SMS' | 'VOICE';
  /** The layout of the Viber message, of a flow that of its first step; OTHER for a template, null where it is no Viber. */
  readonly contentKind: ViberContentKind | null;
  /** The text of that message or step; null where it has none, or a template has it. */
  readonly text: string | null;
  readonly hasTemplate: boolean;
  readonly isSession: boolean;
  /** Epoch milliseconds; null for at once. */
  readonly scheduledAt: number | null;
  readonly name: string | null;
  readonly label: string | null;
}

/** One kind of paid send: its mutation and its preview are made of this alone. */
export interface PaidSendKind<Kind extends keyof SendReceipts, Input extends { readonly idempotencyKey: string }> {
  readonly kind: Kind;
  readonly source: SenderName;
  /** As the schema writes them, by member at any depth. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** @throws VENDOR_NOT_CONFIGURED */
  senderOf(sources: Sources): Sender<Input, SendReceipts[Kind]>;
  /** Every rule that the input breaks, that of its key included. */
  violationsOf(input: Input, now: Date): readonly Violation[];
  warningsOf(input: Input): readonly SendWarning[];
  factsOf(input: Input): SendFacts;
}

/** The input as the ledger compares it: without the key. */
export function canonicalInputOf<Input extends { readonly idempotencyKey: string }>(
  { kind, defaults }: PaidSendKind<keyof SendReceipts, Input>,
  { idempotencyKey: _key, ...rest }: Input,
): CanonicalInput {
  return canonicalInput(kind, rest, defaults);
}

/** The payload of a paid mutation, what was sent under one name whatever its kind. */
interface PaidSendPayload<Receipt> extends SendPayload {
  readonly receipt: Receipt;
  readonly send: Send;
}

interface SentInput {
  readonly idempotencyKey: string;
  readonly statusCallbackUrl?: string | null;
}

/** Sends once under the key of the input. @throws MessagingError, see sendOnce */
export async function sendPaid<Kind extends keyof SendReceipts, Input extends SentInput>(
  send: PaidSendKind<Kind, Input>,
  input: Input,
  context: GraphContext,
): Promise<PaidSendPayload<SendReceipts[Kind]>> {
  const { operation, scopes, sources } = context;
  const { kind } = send;
  const { vendor } = sources.vendorOf(send.source);
  let isKnown: Promise<void> | null = null;
  const sender = (): Sender<Input, SendReceipts[Kind]> => send.senderOf(sources); // a bound key needs none
  const hasOwnAddress = input.statusCallbackUrl != null;
  const { scheduledAt, name, label, recipientCount, hasTemplate } = send.factsOf(input);
  const {
    receipt,
    replayed,
    send: known,
  } = await sendOnce(
    ledgerOf(sources.ledger, kind),
    {
      kind,
      key: input.idempotencyKey,
      input: canonicalInputOf(send, input),
      scheduledAt,
      facts: { name, label, recipientCount, isTemplate: hasTemplate },
      draft: () => ({
        ...sender().draft(input, isoTime(operation.startedAt)),
        isCalledBack: sources.callbacks !== null && !hasOwnAddress,
      }),
      vendor,
      isKeyValid: isKeyValid(input.idempotencyKey),
      requireSendable() {
        sender();
        const violations = violationsOfSend(send, input, context);
        if (violations.length > 0) throw violationError(violations);
      },
      prepare: () => sender().prepare(),
      async request(requireInTime, id) {
        const address = sources.callbacks?.addressOf(vendor, { id, kind }) ?? null;
        const answer = await sender().send(withCallback(input, kind, address), operation, requireInTime);
        const sent = withoutAddress(answer, sources.callbacks);
        isKnown = recordAnswer(sources.recordSend, { id, kind }, sent);
        return { vendorId: sent.trackingId, receipt: { ...sent, isCalledBack: address !== null && !hasOwnAddress } };
      },
    },
    {
      deadline: operation.deadline,
      onEnd: (end) => audit(kind, end, recipientCount, context),
      onRequest: (request) => operation.unfinished.push(request),
    },
  );
  await isKnown;
  const shown = shownReceipt(receipt, scopes);
  return {
    receipt: shown,
    send: answeredSend({ send: known, receipt: shown }),
    replayed,
    warnings: [...send.warningsOf(input)],
  };
}

/** Every rule that a send breaks, as the mutation and its preview report them. */
export const violationsOfSend = <Input extends { readonly idempotencyKey: string }>(
  send: PaidSendKind<keyof SendReceipts, Input>,
  input: Input,
  { operation, sources }: GraphContext,
): Violation[] => [
  ...send.violationsOf(input, new Date(operation.startedAt)),
  ...ownAddressViolations(sources.callbacks, input),
];

function audit(
  kind: keyof SendReceipts,
  { send, vendorId, replayed, failure }: SendEnd,
  recipientCount: number | null,
  { audit: write, tenant }: GraphContext,
): void {
  write({
    action: 'send',
    kind: send?.kind ?? kind,
    sendId: send ? writeGlobalId(tenant, { type: 'Send', key: send.id }) : null,
    outcome: send?.outcome ?? null,
    replayed,
    vendorId,
    recipientCount: send?.facts.recipientCount ?? recipientCount,
    keyDigest: send?.keyDigest ?? null,
    code: failure?.code ?? null,
  });
}
