import { formatAmount, formatCountry, formatNumber, words } from '../../format.js';
import { problemsOf } from '../../graph/errors.js';
import { Card, Facts } from '../../parts/card.js';
import { Loading, ProblemNotice } from '../../parts/notice.js';
import type { PreviewState } from './preview.js';

const KEY_STATES: Readonly<Record<string, string>> = {
  FREE: 'not used yet',
  PENDING: 'being sent',
  SAME_INPUT: 'sent already: another send repeats its answer',
  OTHER_INPUT: 'used for something else',
  UNKNOWN_OUTCOME: 'sent, its outcome is not known',
};

/** What the send would do. */
export function PreviewCard({ preview, violations, error, isOld, retry }: PreviewState) {
  const [problem] = problemsOf(error);
  if (!preview && violations.length > 0)
    return (
      <Card title="Preview">
        <Verdict isSendable={false} broken={violations.length} />
      </Card>
    );
  if (!preview)
    return (
      <Card title="Preview">{problem ? <ProblemNotice problem={problem} retry={retry} /> : <Loading lines={3} />}</Card>
    );
  const { estimatedCost, balance, recipientsPerCountry, recipientCount, warnings, keyState } = preview;
  // a message or flow counts as one, also without a valid number
  const lacksRecipient = violations.some(({ inputPath }) => inputPath.join('.') === 'input.to');
  return (
    <Card title="Preview">
      <div aria-busy={isOld}>
        <Verdict isSendable={preview.isSendable} broken={violations.length} keyState={keyState} />
        <Facts
          facts={[
            ['Recipients', recipientCount != null && !lacksRecipient && formatNumber(recipientCount)],
            [
              'Countries',
              recipientsPerCountry.length > 0 &&
                recipientsPerCountry
                  .map(({ country, count }) => `${formatCountry(country)} ${formatNumber(count)}`)
                  .join(', '),
            ],
            ['Characters', preview.characterCount != null && formatNumber(preview.characterCount)],
            ['Billed as', preview.billing && words(preview.billing)],
            ['Expected cost', estimatedCost && formatAmount(estimatedCost.amount, estimatedCost.currency)],
            ['Balance', balance && formatAmount(balance.amount, balance.currency)],
            ['Key', keyState && KEY_STATES[keyState]],
          ]}
        />
        {estimatedCost && <p className="note">{estimatedCost.basis}</p>}
        {warnings.map(({ code, message, inputPath }) => (
          <p key={`${code} ${inputPath.join('.')}`} className="doubt">
            {message}
          </p>
        ))}
      </div>
    </Card>
  );
}

/** In place of the verdict on a draft that is sent or being sent. */
const SENT: Readonly<Record<string, string>> = { PENDING: 'Being sent', SAME_INPUT: 'Sent already' };

interface VerdictProps {
  readonly isSendable: boolean;
  /** The number of rules. */
  readonly broken: number;
  readonly keyState?: string | null;
}

function Verdict({ isSendable, broken, keyState }: VerdictProps) {
  const ready = SENT[keyState ?? ''] ?? 'Ready to send';
  return (
    <p role="status" className={isSendable ? 'verdict is-delivered' : 'verdict is-waiting'}>
      {isSendable ? ready : broken > 0 ? `${formatNumber(broken)} to correct` : 'Cannot be sent'}
    </p>
  );
}
