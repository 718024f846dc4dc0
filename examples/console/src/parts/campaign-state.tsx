import { useEffect, useState } from 'react';
import { words } from '../format.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';
import { Progress } from './progress-bar.js';

export const CampaignFacts = graphql(/* GraphQL */ `
  fragment CampaignFacts on Campaign {
    state
    scheduledAt
    cancelledAt
    send {
      id
      outcome
    }
  }
`);

interface CampaignStateProps {
  readonly campaign: FragmentType<typeof CampaignFacts>;
  readonly progress: FragmentType<typeof Progress> | null;
}

/** What is true now: Routee's own word for a campaign is that of the moment of the send. */
export function CampaignState({ campaign, progress }: CampaignStateProps) {
  const { kind, text } = stateOf(unmask(CampaignFacts, campaign), progress && unmask(Progress, progress));
  return <span className={`badge is-${kind}`}>{text}</span>;
}

interface Facts {
  readonly state?: string | null;
  readonly scheduledAt?: string | null;
  readonly cancelledAt?: string | null;
}

interface Count {
  readonly isSettled: boolean;
  readonly isFinal: boolean;
  readonly total: number;
}

function stateOf(campaign: Facts, progress: Count | null): { kind: string; text: string } {
  const { cancelledAt, state } = campaign;
  if (cancelledAt) return { kind: 'failed', text: 'Cancelled' };
  if (isScheduled(campaign)) return { kind: 'waiting', text: 'Scheduled' };
  if (!progress) return { kind: 'waiting', text: state ? words(state) : 'Not known' };
  if (progress.total === 0) return { kind: 'waiting', text: 'No messages yet' };
  if (progress.isFinal) return { kind: 'delivered', text: 'Finished' };
  return progress.isSettled ? { kind: 'delivered', text: 'Settled' } : { kind: 'moving', text: 'Under way' };
}

/** Whether it can still be cancelled. */
export const isScheduled = ({ scheduledAt, cancelledAt }: Facts): boolean =>
  !cancelledAt && scheduledAt != null && Date.parse(scheduledAt) > Date.now();

/** What a timer of a browser can wait at most. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Shows a component again at the next of these times: `isScheduled` is another then. */
export function useShownAgainAt(times: readonly (string | null | undefined)[]): void {
  const [passed, setPassed] = useState(0);
  const key = times.filter(Boolean).join(' ');
  useEffect(() => {
    const waits = key.split(' ').map((time) => Date.parse(time) - Date.now());
    const wait = Math.min(...waits.filter((one) => one > 0), LONGEST_TIMER_MS);
    if (!waits.some((one) => one > 0)) return;
    const timer = setTimeout(() => setPassed((before) => before + 1), wait);
    return () => clearTimeout(timer);
  }, [key, passed]);
}
