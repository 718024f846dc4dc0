import { useQuery } from '@apollo/client/react';
import {
  formatAmount,
  formatCountry,
  formatDate,
  formatNumber,
  formatSeconds,
  formatMoment,
  isolate,
  words,
} from '../format.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';
import { problemsOf } from '../graph/errors.js';
import { READ_AGAIN } from '../graph/read-again.js';
import { useLive } from '../graph/use-live.js';
import { Card, Facts } from '../parts/card.js';
import { FlowBadge } from '../parts/flow-badge.js';
import { Loading, NotRead, ProblemNotice } from '../parts/notice.js';
import { StateBadge } from '../parts/state-badge.js';
import { Timeline } from '../parts/timeline.js';
import { Phone } from '../parts/phone.js';
import { linkTo } from '../route.js';
import { groupOf } from '../states.js';
import { useTitle } from '../title.js';

const Flow = graphql(/* GraphQL */ `
  query Flow($trackingId: ID!) {
    failoverFlow(trackingId: $trackingId) {
      id
      trackingId
      ...FlowParts
    }
  }
`);

const FlowUpdated = graphql(/* GraphQL */ `
  subscription FlowUpdated($trackingId: ID!, $after: String) {
    failoverFlowUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
      failoverFlow {
        id
        trackingId
        ...FlowParts
      }
    }
  }
`);

const FlowParts = graphql(/* GraphQL */ `
  fragment FlowParts on FailoverFlow {
    trackingId
    status
    kind
    failureReason
    terminationChannel
    totalPrice
    createdAt
    updatedAt
    steps {
      order
      channel
      ...StepParts
    }
    timeline {
      ...TimelineEntryParts
    }
  }
`);

const StepParts = graphql(/* GraphQL */ `
  fragment StepParts on FailoverStep {
    __typename
    order
    channel
    to
    from
    country
    price
    createdAt
    failoverOnStates
    status {
      state
      isFinal
      detailedStatus
      description
      updatedAt
    }
    ... on ViberStep {
      trackingId
      ttlSeconds
      content {
        ...Content
      }
    }
    ... on SmsStep {
      text
      part
      parts
      operator
      ttlSeconds
    }
    ... on VoiceStep {
      durationSeconds
      answeredBy
    }
    ... on OtherStep {
      vendorType
    }
  }
`);

export function FlowScreen({ trackingId }: { trackingId: string }) {
  const { data, error, loading, refetch } = useQuery(Flow, { variables: { trackingId }, ...READ_AGAIN });
  useLive(FlowUpdated, { trackingId });
  const flow = data?.failoverFlow ? unmask(FlowParts, data.failoverFlow) : null;
  const [problem] = problemsOf(error);
  const recipient = flow && unmask(StepParts, flow.steps)[0]?.to;
  useTitle(recipient ? `Flow to ${recipient}` : 'Flow');
  return (
    <>
      <nav className="crumbs" aria-label="Back">
        <a href={linkTo(['flows'])}>Failover flows</a>
      </nav>
      <header className="head">
        <div>
          <h1 tabIndex={-1}>Flow {recipient ? `to ${recipient}` : ''}</h1>
          <p className="note">
            {flow && <FlowBadge status={flow.status} />} <code>{trackingId}</code>
          </p>
        </div>
      </header>
      {problem && <ProblemNotice problem={problem} retry={() => void refetch()} />}
      {!flow && !problem && (loading ? <Loading lines={8} /> : <NotRead retry={() => void refetch()} />)}
      {flow && (
        <div className="columns">
          <div className="main">
            <Card title="Steps">
              <ol className="steps">
                {flow.steps.map((step, index) => (
                  <Step key={`${step.order} ${index}`} step={step} next={flow.steps[index + 1]?.channel ?? null} />
                ))}
              </ol>
            </Card>
            {flow.timeline && flow.timeline.length > 0 && (
              <Card title="Timeline">
                <Timeline entries={flow.timeline} showsChannel />
              </Card>
            )}
          </div>
          <aside className="side">
            <Card title="Details">
              <Facts
                facts={[
                  [
                    'Delivered by',
                    flow.status === 'SUCCEEDED' && flow.terminationChannel ? words(flow.terminationChannel) : null,
                  ],
                  ['Why it failed', flow.failureReason && words(flow.failureReason)],
                  ['Cost', flow.totalPrice != null && formatAmount(flow.totalPrice)],
                  ['Kind', words(flow.kind)],
                  ['Created', flow.createdAt && formatDate(flow.createdAt)],
                  ['Last change', flow.updatedAt && formatDate(flow.updatedAt)],
                ]}
              />
            </Card>
          </aside>
        </div>
      )}
    </>
  );
}

function Step({ step, next }: { step: FragmentType<typeof StepParts>; next: string | null }) {
  const part = unmask(StepParts, step);
  const { status, failoverOnStates } = part;
  const failedOver = next !== null && status != null && failoverOnStates.includes(status.state);
  return (
    <li className={status ? `is-${groupOf(status.state)}` : 'is-waiting'}>
      <div className="step">
        <h3>
          {part.order}. {part.__typename === 'OtherStep' ? part.vendorType : words(part.channel)}
        </h3>
        {status ? <StateBadge state={status.state} /> : <span className="badge is-waiting">Not started</span>}
        <span className="number price">{part.price == null ? '' : formatAmount(part.price)}</span>
      </div>
      <p className="note">
        {[
          part.from && `from ${isolate(part.from)}`,
          part.to && `to ${part.to}`,
          part.country && formatCountry(part.country),
          status?.updatedAt && formatMoment(status.updatedAt),
          status?.detailedStatus,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {part.__typename === 'SmsStep' && part.text && <blockquote dir="auto">{part.text}</blockquote>}
      {part.__typename === 'SmsStep' && part.parts != null && part.parts > 1 && (
        <p className="note">
          Part {formatNumber(part.part ?? 1)} of {formatNumber(part.parts)}
        </p>
      )}
      {part.__typename === 'VoiceStep' && part.durationSeconds != null && (
        <p className="note">{[part.answeredBy, formatSeconds(part.durationSeconds)].filter(Boolean).join(' · ')}</p>
      )}
      {part.__typename === 'ViberStep' && part.content && (
        <details>
          <summary>Content</summary>
          <Phone content={part.content} sender={part.from ?? null} />
        </details>
      )}
      {next !== null && (
        <p className={failedOver ? 'trigger' : 'trigger note'}>
          {failedOver
            ? `${words(status!.state)}: ${words(next)} was tried next`
            : `${words(next)} is next on ${failoverOnStates.map(words).join(', ').toLowerCase() || 'no state'}`}
        </p>
      )}
    </li>
  );
}
