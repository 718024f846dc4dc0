import type { InputPath, Violation } from '../../errors/error.js';
import type { ViberContentInput, ViberMessageInput, ViberTemplateInput } from '../viber-message/viber-content.input.js';
import type { ViberContentKind } from '../viber-message/viber-content.type.js';
import { contentKindOf, contentViolations } from './content.rules.js';
import { emptyViolations, entryViolations } from './send.rules.js';
import { violation } from './text.rules.js';
import type { SendWarning } from './warning.type.js';

/** What a Viber message says, and what may stand beside it, of a single send and of a step alike. */

export const messageViolations = (
  path: InputPath,
  { content, template }: ViberMessageInput,
  isSession: boolean,
): Violation[] => [
  ...(content ? contentViolations([...path, 'content'], content, isSession) : []),
  ...(template ? templateViolations([...path, 'template'], template) : []),
];

/** OTHER for a template, whose text this graph does not have. */
export const messageKindOf = ({ content }: ViberMessageInput): ViberContentKind =>
  content ? contentKindOf(content) : 'OTHER';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Routee docs: transactional Viber messages and flows. */
function templateViolations(path: InputPath, { templateId, language, parameters }: ViberTemplateInput): Violation[] {
  return [
    ...(UUID.test(templateId) ? [] : [violation([...path, 'templateId'], 'a UUID is needed')]),
    ...emptyViolations([...path, 'language'], language),
    ...entryViolations(parameters ?? [], {
      textOf: ({ name }) => name,
      pathOf: (index) => [...path, 'parameters', index, 'name'],
      violationsOf: emptyViolations,
    }),
  ];
}

/** Members that no template message has: those that are given are refused. */
export const besideTemplateViolations = (
  path: InputPath,
  { template }: ViberMessageInput,
  members: Readonly<Record<string, string | boolean | null | undefined>>,
): Violation[] =>
  template
    ? Object.entries(members)
        .filter(([, value]) => value != null && value !== false)
        .map(([name]) => violation([...path, name], 'not allowed with a template', 'UNSUPPORTED_CONTENT_COMBINATION'))
    : [];

/** Routee’s rule of 2026-07-01. */
export const textWarnings = (
  path: InputPath,
  content: ViberContentInput | null | undefined,
  isSession: boolean,
): SendWarning[] =>
  content && !isSession && contentKindOf(content) === 'TEXT'
    ? [
        {
          code: 'TEXT_OUTSIDE_TEMPLATE',
          message:
            'A text outside an approved template: since 2026-07-01 Routee may bill it as promotional or reject it.',
          inputPath: path.map(String),
        },
      ]
    : [];
