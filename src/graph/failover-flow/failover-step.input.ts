import { Directive, Extensions, Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { DeliveryState } from '../delivery/delivery-status.type.js';
import { NAME_OR_PHONE_NUMBER } from '../personal-data.js';
import { ViberMessageInput } from '../viber-message/viber-content.input.js';

export const VoiceGender = { FEMALE: 'FEMALE', MALE: 'MALE' } as const;
export type VoiceGender = (typeof VoiceGender)[keyof typeof VoiceGender];

registerEnumType(VoiceGender, {
  name: 'VoiceGender',
  description: 'The voice that reads a text aloud.',
  valuesConfig: { FEMALE: { description: 'A woman’s voice.' }, MALE: { description: 'A man’s voice.' } },
});

export const MachineStrategy = { HANGUP: 'HANGUP', CONTINUE: 'CONTINUE' } as const;
export type MachineStrategy = (typeof MachineStrategy)[keyof typeof MachineStrategy];

registerEnumType(MachineStrategy, {
  name: 'MachineStrategy',
  description: 'What a call does when a machine answers.',
  valuesConfig: {
    HANGUP: { description: 'It ends.' },
    CONTINUE: { description: 'It goes on, as with a person.' },
  },
});

/** The states after which the next step can be tried, by channel. */
export const FAILOVER_STATES = {
  viber: ['EXPIRED', 'FAILED', 'UNDELIVERED'],
  sms: ['FAILED', 'UNDELIVERED'],
  voice: ['UNDELIVERED', 'FAILED', 'UNSENT', 'DELIVERED'],
} as const satisfies Record<keyof FailoverStepInput, readonly DeliveryState[]>;

/** Of every step. @param states those that are allowed, and what is taken when it is left out */
const FailoverOn = (states: string) =>
  Field(() => [DeliveryState], {
    nullable: true,
    description: `After which states the next step is tried, at least one of ${states} when left out.`,
  });

const TimeToLive = (range: string) =>
  Field(() => Int, { nullable: true, description: `The time to live in seconds: ${range} when left out.` });

const Label = (rule = '') =>
  Field(() => String, { nullable: true, description: `A label for your own use, at most 350 characters.${rule}` });

@InputType({ description: 'A step that sends a Viber message.' })
export class ViberStepInput {
  @Field(() => ID, { description: 'Routee’s id of the sender.' })
  senderId!: string;

  @Field(() => ViberMessageInput, {
    description:
      'What it says: free content, or an approved template. With a template in one Viber step every Viber step needs one.',
  })
  message!: ViberMessageInput;

  @TimeToLive('30 to 86400, a multiple of 6; 10 minutes')
  ttlSeconds?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Whether the step counts as EXPIRED when the message is delivered but not seen within its time to live: the next step then runs although the first message arrived. Not with a template.',
  })
  expireOnDelivery?: boolean | null;

  @Label(' Not with a template.')
  label?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where Routee posts the replies of the recipient: an https address on a public host. Not with a template.',
  })
  inboundCallbackUrl?: string | null;

  @FailoverOn('EXPIRED, FAILED and UNDELIVERED; all')
  failoverOn?: DeliveryState[] | null;
}

@InputType({ description: 'A step that sends a text message.' })
export class SmsStepInput {
  @Extensions(NAME_OR_PHONE_NUMBER)
  @Field(() => String, { description: 'The sender: 1 to 11 characters, or a number of up to 16 digits.' })
  from!: string;

  @Field(() => String, { description: 'The text, not empty.' })
  text!: string;

  @TimeToLive('60 to 86400, a multiple of 60; 20 hours')
  ttlSeconds?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether it is shown at once and not kept by the telephone.',
  })
  isFlash?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether letters outside the SMS alphabet are replaced, so that more fit in a part; the setting of the Routee application when left out.',
  })
  transcode?: boolean | null;

  @Label()
  label?: string | null;

  @FailoverOn('FAILED and UNDELIVERED; both')
  failoverOn?: DeliveryState[] | null;
}

/** Not in the schema itself. */
@InputType()
abstract class VerbInput {
  @Field(() => Int, { nullable: true, defaultValue: 0, description: 'How often it is repeated, 0 to 10.' })
  repeat?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether a key that the person presses ends it.',
  })
  bargeIn?: boolean | null;
}

@InputType({ description: 'A text that is read aloud.' })
export class SayInput extends VerbInput {
  @Field(() => String, { description: 'The text, not empty.' })
  text!: string;

  @Field(() => String, {
    description:
      'The language: en-US, en-GB, de-DE, fr-FR, it-IT, pt-BR, es-ES, es-LA, el-GR, bg-BG, pl-PL, hu-HU, sv-SE or ru-RU.',
  })
  language!: string;

  @Field(() => VoiceGender, { description: 'The voice.' })
  voice!: VoiceGender;
}

@InputType({ description: 'A recording that is played.' })
export class PlayInput extends VerbInput {
  @Field(() => String, { description: 'The address of a WAV file: https, on a public host.' })
  url!: string;
}

@Directive('@oneOf')
@InputType({ description: 'One action of a call.' })
export class VoiceVerbInput {
  @Field(() => SayInput, { nullable: true, description: 'Reads a text aloud.' })
  say?: SayInput;

  @Field(() => PlayInput, { nullable: true, description: 'Plays a recording.' })
  play?: PlayInput;
}

@InputType({ description: 'A step that calls by telephone.' })
export class VoiceStepInput {
  @Extensions(NAME_OR_PHONE_NUMBER)
  @Field(() => String, {
    description: 'The caller that the person sees; some countries, such as Greece, allow only numbers.',
  })
  from!: string;

  @Field(() => [VoiceVerbInput], { description: 'What the call does, 1 to 20 verbs in this order.' })
  verbs!: VoiceVerbInput[];

  @Field(() => MachineStrategy, {
    nullable: true,
    description: 'What the call does when a machine answers; machines are not detected when left out.',
  })
  onMachine?: MachineStrategy | null;

  @FailoverOn('UNDELIVERED (busy, no answer), FAILED, UNSENT and DELIVERED; UNDELIVERED')
  failoverOn?: DeliveryState[] | null;
}

@Directive('@oneOf')
@InputType({ description: 'One step of a failover flow.' })
export class FailoverStepInput {
  @Field(() => ViberStepInput, { nullable: true, description: 'Sends a Viber message.' })
  viber?: ViberStepInput;

  @Field(() => SmsStepInput, { nullable: true, description: 'Sends a text message.' })
  sms?: SmsStepInput;

  @Field(() => VoiceStepInput, { nullable: true, description: 'Calls by telephone.' })
  voice?: VoiceStepInput;
}
