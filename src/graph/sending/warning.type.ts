import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';

export const SendWarningCode = {
  TEXT_OUTSIDE_TEMPLATE: 'TEXT_OUTSIDE_TEMPLATE',
  STEP_AFTER_DELIVERY: 'STEP_AFTER_DELIVERY',
} as const;
export type SendWarningCode = (typeof SendWarningCode)[keyof typeof SendWarningCode];

registerEnumType(SendWarningCode, {
  name: 'SendWarningCode',
  description: 'What may turn out otherwise than the sender of a message expects.',
  valuesConfig: {
    TEXT_OUTSIDE_TEMPLATE: {
      description:
        'A Viber message of text alone, outside an approved template and a session: since 2026-07-01 Routee may bill it as promotional or reject it.',
    },
    STEP_AFTER_DELIVERY: {
      description:
        'A Viber step with expireOnDelivery: the next step, which is paid too, can run although the message of the first arrived.',
    },
  },
});

@Directive('@shareable')
@ObjectType({
  simpleResolvers: true,
  description: 'What may turn out otherwise than expected; the send is not refused for it.',
})
export class SendWarning {
  @Field(() => SendWarningCode, { description: 'What it is about.' })
  code!: SendWarningCode;

  @Field(() => String, { description: 'It in a sentence, for people.' })
  message!: string;

  @Field(() => [String], { description: 'Where in the input: argument, field names and list indexes.' })
  inputPath!: string[];
}
