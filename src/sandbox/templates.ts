import { sandboxIds } from './ids.js';

/** An approved template: fixed text with a `{{name}}` for every parameter. */
export interface Template {
  readonly id: string;
  /** The one sender that may use it. */
  readonly senderId: string;
  readonly languages: readonly string[];
  readonly parameters: readonly string[];
  readonly isDeleted?: true;
}

/** The template of a message that was sent, as Routee echoes it. */
export interface UsedTemplate {
  readonly templateId: string;
  readonly templateLang: string;
  readonly templateParams: Readonly<Record<string, string>>;
  readonly deliveryScope: string;
}

const templates: readonly Template[] = [
  {
    id: sandboxIds.template,
    senderId: sandboxIds.sender,
    languages: ['en', 'el'],
    parameters: ['order_id', 'day'],
  },
  { id: sandboxIds.templateOfOtherSender, senderId: sandboxIds.otherSender, languages: ['en'], parameters: [] },
  { id: sandboxIds.templateDeleted, senderId: sandboxIds.sender, languages: ['en'], parameters: [], isDeleted: true },
];

/** The languages and placeholders of a template, for people; null for another id. */
export function describeTemplate(id: string): string | null {
  const template = templates.find((one) => one.id === id);
  if (!template) return null;
  const placeholders = template.parameters.map((name) => `{{${name}}}`).join(' and ');
  return `${template.languages.join(' or ')}, ${placeholders || 'no placeholders'}`;
}

/** The template that a sender may use; null when there is none. */
export const findTemplate = (id: string, senderId: string): Template | null =>
  templates.find((one) => one.id === id && one.senderId === senderId && !one.isDeleted) ?? null;
