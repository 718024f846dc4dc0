import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { MessagingErrorCode as Code } from '../../errors/catalogue.js';
import type { CountryCount } from '../campaign/campaign-analysis.type.js';
import type { SendKind } from '../../sends/send-ledger.js';
import { MessagingErrorCode } from '../error-code.type.js';
import type { SendFacts } from '../sending/paid-send.js';
import { SendWarning } from '../sending/warning.type.js';
import { ViberContentKind } from '../viber-message/viber-content.type.js';

export const IdempotencyKeyState = {
  FREE: 'FREE',
  PENDING: 'PENDING',
  SAME_INPUT: 'SAME_INPUT',
  OTHER_INPUT: 'OTHER_INPUT',
  UNKNOWN_OUTCOME: 'UNKNOWN_OUTCOME',
} as const;
export type IdempotencyKeyState = (typeof IdempotencyKeyState)[keyof typeof IdempotencyKeyState];

registerEnumType(IdempotencyKeyState, {
  name: 'IdempotencyKeyState',
  description: 'What an idempotency key is bound to.',
  valuesConfig: {
    FREE: { description: 'Nothing: the send would go out.' },
    PENDING: { description: 'A send of the same input that is under way: the send would wait for its end.' },
    SAME_INPUT: { description: 'An accepted send of the same input: the send would answer with its result.' },
    OTHER_INPUT: { description: 'A send of another input: the send would be refused with IDEMPOTENCY_KEY_REUSED.' },
    UNKNOWN_OUTCOME: {
      description:
        'A send of the same input whose outcome is unknown: the send would be refused with SEND_OUTCOME_UNKNOWN.',
    },
  },
});

export const ViberBilling = { TRANSACTIONAL: 'TRANSACTIONAL', PROMOTIONAL: 'PROMOTIONAL', SESSION: 'SESSION' } as const;
export type ViberBilling = (typeof ViberBilling)[keyof typeof ViberBilling];

registerEnumType(ViberBilling, {
  name: 'ViberBilling',
  description: 'How Routee bills a Viber message.',
  valuesConfig: {
    TRANSACTIONAL: { description: 'As transactional: a message of an approved template.' },
    PROMOTIONAL: { description: 'As promotional: content with more than a text.' },
    SESSION: { description: 'By the session, from the first reply of the recipient.' },
  },
});

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'A rule that an input breaks.' })
export class InputViolation {
  @Field(() => MessagingErrorCode, { description: 'The code that the send would be refused with.' })
  code!: Code;

  @Field(() => String, { description: 'The field and its rule with the number; never the value.' })
  message!: string;

  @Field(() => [String], {
    description: 'Where in the input: argument, field names and list indexes, outermost first.',
  })
  inputPath!: string[];
}

@Directive('@shareable')
@ObjectType({
  simpleResolvers: true,
  description: 'What a send would do, by the rules of the send itself. Nothing is sent and no key is bound.',
})
export class SendPreview {
  @Field(() => Boolean, {
    description: 'Whether the send would go out, or answer with the result of an earlier send of the same input.',
  })
  isSendable!: boolean;

  @Field(() => [InputViolation], {
    description:
      'Every rule that the input breaks, sorted by place, 100 at most. Empty where the key is bound to the same input: its answer comes before any rule.',
  })
  violations!: InputViolation[];

  @Field(() => [SendWarning], { description: 'What is allowed and may surprise.' })
  warnings!: SendWarning[];

  @Field(() => IdempotencyKeyState, {
    nullable: true,
    description: 'What the key is bound to; null for a key that breaks its own rule.',
  })
  keyState!: IdempotencyKeyState | null;

  @Field(() => ViberContentKind, {
    nullable: true,
    description:
      'The layout of the Viber content, OTHER for a template; of a flow, that of its first step. Null without a Viber content.',
  })
  contentKind!: ViberContentKind | null;

  @Field(() => ViberBilling, {
    nullable: true,
    description:
      'How it is billed; of a flow, its first step. Null where Routee does not say: a text outside a template, and anything but Viber.',
  })
  billing!: ViberBilling | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many characters (code points) the text has, before personalisation; of a flow, that of its first step. Null without a text.',
  })
  characterCount!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many recipients there are; null where contacts or groups are among them.',
  })
  recipientCount!: number | null;

  /** Read by the resolver of estimatedCost. */
  kind!: SendKind;
  facts!: SendFacts;

  /** How many of the phone numbers are in each country: counted once, and only where it is selected. */
  countries!: () => readonly CountryCount[];
}
