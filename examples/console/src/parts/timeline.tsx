import type { ReactNode } from 'react';
import { formatDate, formatMoment, words } from '../format.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';
import { groupOf } from '../states.js';
import { StateBadge } from './state-badge.js';

export const TimelineEntryParts = graphql(/* GraphQL */ `
  fragment TimelineEntryParts on TimelineEntry {
    at
    order
    channel
    state
    detailedStatus
    description
  }
`);

interface TimelineProps {
  readonly entries: readonly FragmentType<typeof TimelineEntryParts>[];
  /** Whether the entries are of several channels. */
  readonly showsChannel?: boolean;
}

/** What happened, oldest first. */
export const Timeline = ({ entries, showsChannel = false }: TimelineProps) => (
  <ol className="timeline">
    {unmask(TimelineEntryParts, entries).map(({ at, order, channel, state, detailedStatus, description }, index) => (
      <TimelineItem key={index} kind={groupOf(state)} at={at ?? null}>
        <StateBadge state={state} />
        {showsChannel && (
          <span className="channel">
            {order ? `${order}. ` : ''}
            {words(channel)}
          </span>
        )}
        {(detailedStatus || description) && (
          <p className="note">{[detailedStatus, description].filter(Boolean).join(' · ')}</p>
        )}
      </TimelineItem>
    ))}
  </ol>
);

interface TimelineItemProps {
  readonly kind: string;
  readonly at: string | null;
  readonly children: ReactNode;
}

export const TimelineItem = ({ kind, at, children }: TimelineItemProps) => (
  <li className={`is-${kind}`}>
    <div>{children}</div>
    {at ? (
      <time dateTime={at} title={formatDate(at)}>
        {formatMoment(at)}
      </time>
    ) : (
      <span className="note">time not known</span>
    )}
  </li>
);
