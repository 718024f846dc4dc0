import { useMutation, useQuery } from '@apollo/client/react';
import { formatTotal, formatDate, formatNumber, formatSeconds } from '../format.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';
import { useAccess } from '../graph/access.js';
import { problemAt, problemsOf } from '../graph/errors.js';
import { READ_AGAIN } from '../graph/read-again.js';
import { useLive } from '../graph/use-live.js';
import { Card, Facts } from '../parts/card.js';
import { CampaignState, isScheduled, useShownAgainAt } from '../parts/campaign-state.js';
import { CountryTable } from '../parts/country-table.js';
import { Funnel } from '../parts/funnel.js';
import { Loading, Notice, NotRead, ProblemNotice } from '../parts/notice.js';
import { Phone } from '../parts/phone.js';
import { Legend, Progress, ProgressBar } from '../parts/progress-bar.js';
import { StatesOverTime } from '../parts/states-over-time.js';
import { go, linkTo } from '../route.js';
import { countGroups } from '../states.js';
import { useTitle } from '../title.js';
import { CampaignMessages } from './campaign-messages.js';

const Campaign = graphql(/* GraphQL */ `
  query Campaign($trackingId: ID!) {
    campaign(trackingId: $trackingId) {
      id
      trackingId
      ...CampaignHead
      progress {
        ...Progress
      }
    }
  }
`);

const CampaignHead = graphql(/* GraphQL */ `
  fragment CampaignHead on Campaign {
    trackingId
    name
    applicationName
    createdAt
    scheduledAt
    cancelledAt
    cost
    totalMessages
    ttlSeconds
    label
    groups
    sender {
      name
    }
    content {
      ...Content
    }
    ...CampaignFacts
  }
`);

/** The one subscription of this screen: the counts as they are now, and the messages that changed. */
const CampaignUpdated = graphql(/* GraphQL */ `
  subscription CampaignUpdated($trackingId: ID!, $after: String) {
    campaignUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
      campaign {
        id
        trackingId
        cancelledAt
        progress {
          ...Progress
        }
      }
      changedMessages {
        id
        trackingId
        ...MessageRow
      }
    }
  }
`);

export function CampaignScreen({ trackingId, search }: { trackingId: string; search: URLSearchParams }) {
  const { data, error, loading, refetch } = useQuery(Campaign, { variables: { trackingId }, ...READ_AGAIN });
  const campaign = data?.campaign;
  const live = useLive(CampaignUpdated, { trackingId });
  const [problem] = problemsOf(error);
  useShownAgainAt([campaign && unmask(CampaignHead, campaign).scheduledAt]);
  useTitle((campaign && unmask(CampaignHead, campaign).name) ?? 'Campaign');

  if (!campaign)
    return (
      <>
        <Crumbs />
        <header className="head">
          <div>
            <h1 tabIndex={-1}>Campaign</h1>
          </div>
        </header>
        {problem ? (
          <ProblemNotice problem={problem} retry={() => void refetch()} />
        ) : loading ? (
          <Loading lines={10} />
        ) : (
          <NotRead retry={() => void refetch()} />
        )}
      </>
    );
  const head = unmask(CampaignHead, campaign);
  const progress = campaign.progress ?? null;
  const choose = (choice: Readonly<Record<string, string | null>>): void =>
    go(linkTo(['campaigns', trackingId], choice));
  const notCounted = problemAt(error, 'campaign.progress');

  return (
    <>
      <Crumbs />
      <header className="head">
        <div>
          <h1 tabIndex={-1} dir="auto">
            {head.name ?? 'Campaign'}
          </h1>
          <p className="note">
            <CampaignState campaign={head} progress={progress} /> <code>{trackingId}</code>
          </p>
        </div>
        {isScheduled(head) && <Cancel trackingId={trackingId} readAgain={() => void refetch()} />}
      </header>
      {live.problem && live.state === 'refused' && (
        <Notice title="This page does not move" kind="warning">
          <p>{live.problem.message}</p>
        </Notice>
      )}
      <div className="columns">
        <div className="main">
          {progress ? (
            <Counts
              trackingId={trackingId}
              name={head.name ?? 'Campaign'}
              sentAt={head.createdAt ?? null}
              progress={progress}
              choose={(country) => choose({ country })}
            />
          ) : (
            <Card title="Delivery">
              {notCounted ? (
                <ProblemNotice problem={notCounted} retry={() => void refetch()} />
              ) : loading ? (
                <Loading />
              ) : (
                <NotRead retry={() => void refetch()} />
              )}
            </Card>
          )}
        </div>
        <aside className="side">
          {head.content && (
            <Card title="Content">
              <Phone content={head.content} sender={head.sender?.name ?? null} />
            </Card>
          )}
          <Card title="Details">
            <Facts
              facts={[
                ['Sender', head.sender?.name],
                ['Sent', head.createdAt && formatDate(head.createdAt)],
                ['Scheduled for', head.scheduledAt && formatDate(head.scheduledAt)],
                ['Cancelled', head.cancelledAt && formatDate(head.cancelledAt)],
                ['Messages', head.totalMessages != null && formatNumber(head.totalMessages)],
                ['Groups', head.groups?.join(', ')],
                ['Cost at the send', head.cost != null && formatTotal(head.cost)],
                ['Time to live', head.ttlSeconds != null && formatSeconds(head.ttlSeconds)],
                ['Label', head.label],
                ['Application', head.applicationName],
              ]}
            />
          </Card>
        </aside>
      </div>
      <CampaignMessages trackingId={trackingId} search={search} choose={choose} progress={unmask(Progress, progress)} />
    </>
  );
}

const Crumbs = () => (
  <nav className="crumbs" aria-label="Back">
    <a href={linkTo(['campaigns'])}>Campaigns</a>
  </nav>
);

type ProgressPart = FragmentType<typeof Progress>;

interface CountsProps {
  readonly trackingId: string;
  readonly name: string;
  readonly sentAt: string | null;
  readonly progress: ProgressPart;
  readonly choose: (country: string) => void;
}

function Counts({ trackingId, name, sentAt, progress, choose }: CountsProps) {
  const { total, states, countries, cost, lastUpdateAt } = unmask(Progress, progress);
  const counts = countGroups(states);
  const changedAt = lastUpdateAt && Date.parse(lastUpdateAt) <= Date.now() ? lastUpdateAt : null; // of one that is scheduled it is the time of its send
  return (
    <>
      <Card title="Delivery" note={changedAt && `last change ${formatDate(changedAt)}`}>
        <ProgressBar progress={progress} name={name} />
        <Legend counts={counts} />
        <Funnel total={total} counts={counts} />
        {cost != null && (
          <p className="note">
            Cost so far: <b>{formatTotal(cost)}</b>
          </p>
        )}
      </Card>
      <Card title="States over time">
        <StatesOverTime trackingId={trackingId} sentAt={sentAt} progress={progress} />
      </Card>
      <Card title="By country">
        <CountryTable countries={countries} choose={choose} />
      </Card>
    </>
  );
}

const CancelCampaign = graphql(/* GraphQL */ `
  mutation CancelCampaign($trackingId: ID!) {
    cancelViberCampaign(input: { trackingId: $trackingId }) {
      campaign {
        id
        trackingId
        cancelledAt
      }
      send {
        id
        outcome
      }
    }
  }
`);

function Cancel({ trackingId, readAgain }: { trackingId: string; readAgain: () => void }) {
  const { sends } = useAccess();
  const [cancel, { loading, error }] = useMutation(CancelCampaign, {
    variables: { trackingId },
    // its button is gone then
    onCompleted: () => document.querySelector<HTMLElement>('main h1')?.focus(),
  });
  const [problem] = problemsOf(error);
  const confirmed = async (): Promise<void> => {
    const { error: refusal } = await cancel();
    if (problemsOf(refusal).some(({ code }) => code === 'CAMPAIGN_NOT_SCHEDULED')) readAgain();
  };
  if (!sends) return null;
  return (
    <div className="actions">
      <button
        type="button"
        className="danger"
        aria-disabled={loading} // a disabled one would lose the focus
        onClick={() => !loading && confirm('Cancel this campaign? It will not be sent.') && void confirmed()}
      >
        {loading ? 'Cancelling…' : 'Cancel campaign'}
      </button>
      {problem && <ProblemNotice problem={problem} />}
    </div>
  );
}
