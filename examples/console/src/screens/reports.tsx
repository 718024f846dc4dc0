import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { formatDate, formatNumber, formatSeconds, words } from '../format.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';
import { problemsOf } from '../graph/errors.js';
import { READ_AGAIN } from '../graph/read-again.js';
import { useLive } from '../graph/use-live.js';
import { Card, Facts } from '../parts/card.js';
import { Empty, Loading, NotRead, ProblemNotice } from '../parts/notice.js';
import { StateBadge } from '../parts/state-badge.js';
import { TimelineItem } from '../parts/timeline.js';
import { useFieldValues } from '../parts/use-field-values.js';
import { go, linkTo } from '../route.js';
import { groupOf } from '../states.js';

const Report = graphql(/* GraphQL */ `
  query Report($by: DeliveryReportBy!) {
    deliveryReport(by: $by) {
      id
      ...ReportParts
    }
  }
`);

const ReportUpdated = graphql(/* GraphQL */ `
  subscription ReportUpdated($by: DeliveryReportBy!, $after: String) {
    deliveryReportUpdated(by: $by, after: $after) {
      cursor
      isLast
      deliveryReport {
        id
        ...ReportParts
      }
    }
  }
`);

const ReportParts = graphql(/* GraphQL */ `
  fragment ReportParts on DeliveryReport {
    messageId
    extraId
    phoneNumber
    deliveredVia
    lastChannel
    reportedAt
    clicks
    totalSmsParts
    deliveredSmsParts
    status {
      state
      description
      vendorStatus
    }
    attempts {
      channel
      reportedAt
      status {
        state
        description
      }
    }
    plan {
      channel
      ttlSeconds
    }
  }
`);

type By = { extraId: string } | { messageId: string };

function byOf(search: URLSearchParams): By | null {
  const extraId = search.get('extraId');
  const messageId = search.get('messageId');
  return extraId ? { extraId } : messageId ? { messageId } : null;
}

export function ReportsScreen({ search }: { search: URLSearchParams }) {
  const by = byOf(search);
  const values = { kind: by && 'messageId' in by ? 'messageId' : 'extraId', id: by ? Object.values(by)[0]! : '' };
  const form = useFieldValues(values);
  const [repeats, setRepeats] = useState(0);
  return (
    <>
      <header className="head">
        <div>
          <h1 tabIndex={-1}>Delivery reports</h1>
          <p className="note">What GMS reports of a message, over every channel that was tried</p>
        </div>
      </header>
      <form
        ref={form}
        className="card lookup"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const given = new FormData(event.currentTarget);
          const kind = String(given.get('kind'));
          const id = String(given.get('id') ?? '').trim();
          if (kind === values.kind && id === values.id) setRepeats((before) => before + 1);
          else go(linkTo(['reports'], { [kind]: id }));
        }}
      >
        <label>
          Look up by
          <select name="kind" defaultValue={values.kind}>
            <option value="extraId">Your own id, or a tracking id of Routee</option>
            <option value="messageId">Message id of GMS</option>
          </select>
        </label>
        <label>
          Id
          <input name="id" required autoComplete="off" spellCheck={false} defaultValue={values.id} />
        </label>
        <button type="submit" className="primary">
          Look up
        </button>
      </form>
      {by ? (
        <ReportView key={`${JSON.stringify(by)} ${repeats}`} by={by} />
      ) : (
        <Empty title="No report yet">Give an id to see what became of its message.</Empty>
      )}
    </>
  );
}

function ReportView({ by }: { by: By }) {
  const { data, error, loading, refetch } = useQuery(Report, { variables: { by }, ...READ_AGAIN });
  useLive(ReportUpdated, data?.deliveryReport ? { by } : null);
  const [problem] = problemsOf(error);
  if (problem && !data?.deliveryReport) return <ProblemNotice problem={problem} retry={() => void refetch()} />;
  if (!data?.deliveryReport) return loading ? <Loading lines={6} /> : <NotRead retry={() => void refetch()} />;
  return <Found report={data.deliveryReport} />;
}

function Found({ report }: { report: FragmentType<typeof ReportParts> }) {
  const { status, attempts, plan, ...rest } = unmask(ReportParts, report);
  return (
    <div className="columns">
      <div className="main">
        <Card title="Attempts">
          <p>
            <StateBadge state={status.state} /> <span className="note">{status.description}</span>
          </p>
          {attempts && attempts.length > 0 ? (
            <ol className="timeline">
              {attempts.map(({ channel, status: { state, description }, reportedAt }, index) => (
                <TimelineItem key={index} kind={groupOf(state)} at={reportedAt ?? null}>
                  <StateBadge state={state} /> <span className="channel">{words(channel)}</span>
                  {description && <p className="note">{description}</p>}
                </TimelineItem>
              ))}
            </ol>
          ) : (
            <p className="note">No channel has been tried yet.</p>
          )}
        </Card>
        {plan && plan.length > 0 && (
          <Card title="Plan">
            <ol className="plan">
              {plan.map(({ channel, ttlSeconds }, index) => (
                <li key={index}>
                  <b>{words(channel)}</b>{' '}
                  {ttlSeconds != null && <span className="note">for up to {formatSeconds(ttlSeconds)}</span>}
                </li>
              ))}
            </ol>
          </Card>
        )}
      </div>
      <aside className="side">
        <Card title="Details">
          <Facts
            facts={[
              ['Recipient', rest.phoneNumber],
              ['Delivered via', rest.deliveredVia && words(rest.deliveredVia)],
              ['Last channel', rest.lastChannel && words(rest.lastChannel)],
              ['Reported', rest.reportedAt && formatDate(rest.reportedAt)],
              ['Clicks', rest.clicks != null && formatNumber(rest.clicks)],
              [
                'SMS parts',
                rest.totalSmsParts != null &&
                  `${formatNumber(rest.deliveredSmsParts ?? 0)} of ${formatNumber(rest.totalSmsParts)}`,
              ],
              ['Vendor status', status.vendorStatus],
              ['Your own id', rest.extraId && <code key="extra">{rest.extraId}</code>],
              ['Message id', rest.messageId && <code key="message">{rest.messageId}</code>],
            ]}
          />
        </Card>
      </aside>
    </div>
  );
}
