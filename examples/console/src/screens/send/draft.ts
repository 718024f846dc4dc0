import type {
  FailoverStepInput,
  SendFailoverFlowInput,
  SendViberCampaignInput,
  SendViberMessageInput,
  ViberContentInput,
  ViberMessageInput,
} from '../../generated/graphql.js';
import type { Violation } from '../../graph/errors.js';

export type Kind = 'campaign' | 'message' | 'flow';
export type StepChannel = 'viber' | 'sms' | 'voice';

/** Free content, or a template that Viber has approved; as typed. */
export interface MessageDraft {
  readonly senderId: string;
  readonly usesTemplate: boolean;
  readonly text: string;
  readonly imageUrl: string;
  readonly caption: string;
  readonly targetUrl: string;
  readonly templateId: string;
  readonly language: string;
  /** A line for each, `name = value`. */
  readonly parameters: string;
}

export interface StepDraft extends MessageDraft {
  readonly id: number;
  readonly channel: StepChannel;
  /** Of an SMS or a call. */
  readonly from: string;
  readonly spokenLanguage: string;
}

/** What a person has typed. The key is made with the draft and stays with it, so that it cannot go out twice. */
export interface Draft extends MessageDraft {
  readonly key: string;
  readonly kind: Kind;
  readonly name: string;
  /** One a line. */
  readonly phoneNumbers: string;
  /** Between commas. */
  readonly groups: string;
  /** In the reader's time zone, as an input of the browser has it; empty for at once. */
  readonly scheduledAt: string;
  readonly to: string;
  readonly steps: readonly StepDraft[];
}

const noMessage: MessageDraft = {
  senderId: '',
  usesTemplate: false,
  text: '',
  imageUrl: '',
  caption: '',
  targetUrl: '',
  templateId: '',
  language: 'en',
  parameters: '',
};

let lastStep = 0;
export const newStep = (channel: StepChannel, senderId: string): StepDraft => ({
  ...noMessage,
  senderId,
  id: (lastStep += 1),
  channel,
  from: '',
  spokenLanguage: 'en-GB',
});

/** Works on plain HTTP too, where `crypto.randomUUID` does not exist. */
export const newKey = (): string =>
  `console-${[...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;

export const newDraft = (kind: Kind, senderId: string): Draft => ({
  ...noMessage,
  senderId,
  key: newKey(),
  kind,
  name: '',
  phoneNumbers: '',
  groups: '',
  scheduledAt: '',
  to: '',
  steps: [newStep('viber', senderId), newStep('sms', senderId)],
});

const entries = (text: string, separator: string | RegExp): string[] =>
  text
    .split(separator)
    .map((entry) => entry.trim())
    .filter(Boolean);

export function contentOf({ text, imageUrl, caption, targetUrl }: MessageDraft): ViberContentInput {
  return {
    ...(text ? { text } : {}),
    ...(imageUrl ? { imageUrl } : {}),
    ...(caption || targetUrl ? { action: { caption, targetUrl } } : {}),
  };
}

function messageOf(draft: MessageDraft): ViberMessageInput {
  if (!draft.usesTemplate) return { content: contentOf(draft) };
  const parameters = entries(draft.parameters, '\n').map((line) => {
    const [name = '', ...value] = line.split('=');
    return { name: name.trim(), value: value.join('=').trim() };
  });
  return { template: { templateId: draft.templateId, language: draft.language, parameters } };
}

const isDate = (text: string): boolean => !Number.isNaN(Date.parse(text));

/** What cannot be written as input: such a draft is never sent to the graph. */
export const violationsOf = ({ kind, scheduledAt }: Draft): readonly Violation[] =>
  kind === 'campaign' && scheduledAt !== '' && !isDate(scheduledAt)
    ? [
        {
          code: 'BAD_USER_INPUT',
          message: 'scheduledAt: a date with a year of four digits and a time are needed',
          inputPath: ['input', 'scheduledAt'],
        },
      ]
    : [];

/** @throws RangeError where the time is none: see violationsOf */
export function campaignInput(draft: Draft): SendViberCampaignInput {
  const phoneNumbers = entries(draft.phoneNumbers, /[\n,;]/);
  const groups = entries(draft.groups, ',');
  return {
    idempotencyKey: draft.key,
    senderId: draft.senderId,
    recipients: {
      ...(phoneNumbers.length > 0 || groups.length === 0 ? { phoneNumbers } : {}),
      ...(groups.length > 0 ? { groups } : {}),
    },
    content: contentOf(draft),
    ...(draft.name ? { name: draft.name } : {}),
    ...(draft.scheduledAt ? { scheduledAt: new Date(draft.scheduledAt).toISOString() } : {}),
  };
}

export const messageInput = (draft: Draft): SendViberMessageInput => ({
  idempotencyKey: draft.key,
  senderId: draft.senderId,
  to: draft.to,
  message: messageOf(draft),
});

function stepOf(step: StepDraft): FailoverStepInput {
  if (step.channel === 'viber') return { viber: { senderId: step.senderId, message: messageOf(step) } };
  if (step.channel === 'sms') return { sms: { from: step.from, text: step.text } };
  return {
    voice: { from: step.from, verbs: [{ say: { text: step.text, language: step.spokenLanguage, voice: 'FEMALE' } }] },
  };
}

export const flowInput = (draft: Draft): SendFailoverFlowInput => ({
  idempotencyKey: draft.key,
  to: draft.to,
  steps: draft.steps.map(stepOf),
});
