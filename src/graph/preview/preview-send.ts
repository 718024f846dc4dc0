import { MessagingError, sortViolations, type Violation } from '../../errors/error.js';
import type { BoundSend } from '../../sends/send-ledger.js';
import type { CountryCount } from '../campaign/campaign-analysis.type.js';
import type { GraphContext } from '../context.js';
import { canonicalInputOf, type PaidSendKind, type SendFacts, violationsOfSend } from '../sending/paid-send.js';
import type { SendReceipts } from '../sending/send-receipt.js';
import { isKeyValid } from '../sending/send.rules.js';
import { countCountries } from './preview.estimate.js';
import type { IdempotencyKeyState, InputViolation, SendPreview, ViberBilling } from './preview.type.js';

/**
 * What the send would do: the same key, the same rules, in the same order. It binds nothing and calls no vendor.
 * @throws MessagingError LEDGER_UNAVAILABLE, as the send itself; not where only an attempt to bind the key would show it
 */
export async function previewSend<Kind extends keyof SendReceipts, Input extends { readonly idempotencyKey: string }>(
  send: PaidSendKind<Kind, Input>,
  input: Input,
  context: GraphContext,
): Promise<SendPreview> {
  const { sources } = context;
  const key = input.idempotencyKey;
  const keyState = isKeyValid(key) ? keyStateOf(await sources.ledger.look(key, canonicalInputOf(send, input))) : null;
  const isAnswered = keyState === 'PENDING' || keyState === 'SAME_INPUT'; // by the key, before any rule
  const violations = isAnswered
    ? []
    : [
        ...(sources[send.source] === null ? [NOT_CONFIGURED] : []),
        ...sortViolations(violationsOfSend(send, input, context)),
      ];
  const isSendable = violations.length === 0 && (isAnswered || keyState === 'FREE');
  if (isSendable && !isAnswered) sources.ledger.requireWritable();
  const facts = send.factsOf(input);
  let countries: readonly CountryCount[] | undefined;
  return {
    isSendable,
    violations: violations.map(shown),
    warnings: [...send.warningsOf(input)],
    keyState,
    contentKind: facts.contentKind,
    billing: billingOf(facts),
    characterCount: facts.text === null ? null : [...facts.text].length,
    recipientCount: facts.recipientCount,
    kind: send.kind,
    facts,
    countries: () => (countries ??= countCountries(facts.phoneNumbers)),
  };
}

const NOT_CONFIGURED: Violation = {
  code: 'VENDOR_NOT_CONFIGURED',
  inputPath: ['input'],
  message: new MessagingError('VENDOR_NOT_CONFIGURED').message,
};

const shown = ({ code, message, inputPath }: Violation): InputViolation => ({
  code,
  message,
  inputPath: inputPath.map(String),
});

function keyStateOf(bound: BoundSend<unknown> | null): IdempotencyKeyState {
  if (!bound) return 'FREE';
  if (bound.sameInput === null) return 'UNKNOWN_OUTCOME';
  if (!bound.sameInput) return 'OTHER_INPUT';
  switch (bound.send.outcome) {
    case 'PENDING':
      return 'PENDING';
    case 'ACCEPTED':
    case 'CANCELLED':
      return bound.receipt === null ? 'UNKNOWN_OUTCOME' : 'SAME_INPUT';
    case 'UNKNOWN':
      return 'UNKNOWN_OUTCOME';
    case 'NOT_SENT':
      return 'FREE';
  }
}

function billingOf({ contentKind, hasTemplate, isSession }: SendFacts): ViberBilling | null {
  if (contentKind === null) return null;
  if (hasTemplate) return 'TRANSACTIONAL';
  if (isSession) return 'SESSION';
  return contentKind === 'TEXT' || contentKind === 'OTHER' ? null : 'PROMOTIONAL';
}
