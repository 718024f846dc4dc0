import { findTemplate, type UsedTemplate } from '../../../sandbox/templates.js';
import { senderNames } from '../../../sandbox/viber-message.js';
import { refusals } from './refusal.js';
import { invalid, type Rule, type Shape } from './send.js';

/** How a template is named in a message and in a Viber step (Routee docs: transactional messages, transactional failover). */
export interface TemplateRequest {
  readonly senderInfoTrackingId?: string;
  readonly templateId?: string;
  readonly templateLang?: string;
  readonly templateParams?: Readonly<Record<string, string>>;
  readonly deliveryScope?: string;
}

export const templateShape = {
  senderInfoTrackingId: 'string',
  templateId: 'string',
  templateLang: 'string',
  templateParams: 'texts by name',
  deliveryScope: 'string',
} as const satisfies Shape;

const scopes = ['PRIMARY_DEVICE', 'ALL_DEVICES'];
const sorted = (names: readonly string[]): string => [...names].sort().join(' ');
const templateOf = ({ templateId = '', senderInfoTrackingId = '' }: TemplateRequest) =>
  findTemplate(templateId, senderInfoTrackingId);

/** In the order in which they are checked. Routee documents no code for a template that does not fit. */
export const templateRules: readonly Rule<TemplateRequest>[] = [
  [(r) => !r.senderInfoTrackingId, invalid('senderInfoTrackingId is required')],
  [(r) => !r.templateId, invalid('templateId is required')],
  [(r) => !r.templateLang, invalid('templateLang is required')],
  [({ deliveryScope: scope }) => scope !== undefined && !scopes.includes(scope), invalid('deliveryScope')],
  [(r) => !senderNames.has(r.senderInfoTrackingId ?? ''), refusals.senderNotFound],
  [(r) => !templateOf(r), invalid('the sender has no approved template with this templateId')],
  [(r) => !templateOf(r)?.languages.includes(r.templateLang ?? ''), invalid('the template is not in templateLang')],
  [
    (r) => sorted(Object.keys(r.templateParams ?? {})) !== sorted(templateOf(r)?.parameters ?? []),
    invalid('templateParams must be the parameters of the template'),
  ],
];

/** As it is echoed, with its defaults. */
export const usedTemplate = (request: TemplateRequest): UsedTemplate => ({
  templateId: request.templateId ?? '',
  templateLang: request.templateLang ?? '',
  templateParams: request.templateParams ?? {},
  deliveryScope: request.deliveryScope ?? 'PRIMARY_DEVICE',
});
