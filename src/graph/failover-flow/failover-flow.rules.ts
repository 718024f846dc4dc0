import type { Violation } from '../../errors/error.js';
import {
  countViolations,
  illFormedText,
  keyViolations,
  phoneNumberViolations,
  publicUrlViolations,
} from '../sending/send.rules.js';
import { violation } from '../sending/text.rules.js';
import { textWarnings } from '../sending/viber-message.rules.js';
import type { SendWarning } from '../sending/warning.type.js';
import type { SendFailoverFlowInput } from './failover-flow.input.js';
import { FAILOVER_STATES, type FailoverStepInput, type ViberStepInput } from './failover-step.input.js';
import { stepViolations } from './failover-step.rules.js';

/** Of one flow. */
export const MAX_STEPS = 10;

/** What Routee documents as a limit of a flow (Routee docs: failover, send; transactional failover). */
export function violationsOfFlow(input: SendFailoverFlowInput): readonly Violation[] {
  const { steps, statusCallbackUrl, statusCallbackStrategy } = input;
  const checked = steps.slice(0, MAX_STEPS);
  return [
    ...keyViolations(input.idempotencyKey),
    ...phoneNumberViolations(['input', 'to'], input.to),
    ...countViolations(['input', 'steps'], steps, [1, MAX_STEPS]),
    ...checked.flatMap((step, index) => stepViolations(['input', 'steps', index], step)),
    ...mixedViolations(checked),
    ...publicUrlViolations(['input', 'statusCallbackUrl'], statusCallbackUrl),
    ...(statusCallbackStrategy != null && statusCallbackUrl == null
      ? [violation(['input', 'statusCallbackStrategy'], 'allowed with statusCallbackUrl only')]
      : []),
    ...illFormedText(input),
  ];
}

/** Routee has one path for flows of templates and another for all else. */
function mixedViolations(steps: readonly FailoverStepInput[]): Violation[] {
  if (!steps.some(({ viber }) => viber?.message.template != null)) return [];
  return steps.flatMap(({ viber }, index) =>
    viber && viber.message.template == null
      ? [
          violation(
            ['input', 'steps', index],
            'a template is needed in every Viber step, since one has one',
            'UNSUPPORTED_CONTENT_COMBINATION',
          ),
        ]
      : [],
  );
}

export const warningsOfFlow = ({ steps }: SendFailoverFlowInput): SendWarning[] =>
  steps.flatMap(({ viber }, index) => (viber ? stepWarnings(viber, index, index === steps.length - 1) : []));

function stepWarnings(step: ViberStepInput, index: number, isLast: boolean): SendWarning[] {
  const path = ['input', 'steps', index, 'viber'] as const;
  const { message, expireOnDelivery, failoverOn } = step;
  const warnings = textWarnings([...path, 'message', 'content'], message.content, false);
  const triedAfter = failoverOn ?? FAILOVER_STATES.viber; // all of them where the input has none
  if (expireOnDelivery === true && !isLast && triedAfter.includes('EXPIRED')) {
    warnings.push({
      code: 'STEP_AFTER_DELIVERY',
      message:
        'A message that was delivered but not seen within its time to live counts as expired: the next step, which is paid too, can run although it arrived.',
      inputPath: [...path, 'expireOnDelivery'].map(String),
    });
  }
  return warnings;
}
