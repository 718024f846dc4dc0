import { useMutation, useQuery } from '@apollo/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { graphql } from '../../generated/index.js';
import { useAccess } from '../../graph/access.js';
import { type Problem, problemsOf } from '../../graph/errors.js';
import { Card } from '../../parts/card.js';
import { Empty, Notice } from '../../parts/notice.js';
import { PhoneView } from '../../parts/phone.js';
import { go, linkTo } from '../../route.js';
import { campaignInput, contentOf, type Draft, flowInput, type Kind, messageInput, newDraft } from './draft.js';
import { Field, Rules } from './field.js';
import { MessageFields } from './message-fields.js';
import { UnknownOutcome } from './outcome.js';
import { PreviewCard } from './preview-card.js';
import { usePreview } from './preview.js';
import { RecentSends } from './recent.js';
import { StepFields } from './step-fields.js';

const SendCampaign = graphql(/* GraphQL */ `
  mutation SendCampaign($input: SendViberCampaignInput!) {
    sendViberCampaign(input: $input) {
      replayed
      campaign {
        id
        trackingId
      }
    }
  }
`);

const SendMessage = graphql(/* GraphQL */ `
  mutation SendMessage($input: SendViberMessageInput!) {
    sendViberMessage(input: $input) {
      replayed
      viberMessage {
        id
        trackingId
      }
    }
  }
`);

const SendFlow = graphql(/* GraphQL */ `
  mutation SendFlow($input: SendFailoverFlowInput!) {
    sendFailoverFlow(input: $input) {
      replayed
      failoverFlow {
        id
        trackingId
      }
    }
  }
`);

/** There is no list of senders: those of earlier campaigns are offered. */
const Senders = graphql(/* GraphQL */ `
  query Senders {
    campaigns(first: 20) {
      nodes {
        id
        trackingId
        sender {
          id
          name
        }
      }
    }
  }
`);

const KINDS: readonly (readonly [Kind, string])[] = [
  ['campaign', 'Campaign'],
  ['message', 'Message'],
  ['flow', 'Failover flow'],
];

/** A send without an answer: nobody knows, or it is known by now that nothing went out. */
type Lost = 'unknown' | 'notSent';

/** Outlives the screen, so that a look at another one loses nothing; a reload forgets it. */
let kept: { draft: Draft; lost: Lost | null } | null = null;

export function SendScreen() {
  const { sends } = useAccess();
  return (
    <>
      <header className="head">
        <div>
          <h1 tabIndex={-1}>Send</h1>
          <p className="note">Checked as you type; nothing goes out before you press Send</p>
        </div>
      </header>
      {sends ? <SendForm /> : <Empty title="This key may not send">Sending needs a key with the scope send.</Empty>}
    </>
  );
}

function SendForm() {
  const [draft, setDraft] = useState<Draft>(() => kept?.draft ?? newDraft('campaign', ''));
  const [lost, setLost] = useState<Lost | null>(kept?.lost ?? null);
  const isUnknown = lost === 'unknown';
  const notSent = useCallback(() => setLost('notSent'), []);
  const [showsAll, setShowsAll] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const options = { onError: () => undefined };
  const [sendCampaign, campaign] = useMutation(SendCampaign, options);
  const [sendMessage, message] = useMutation(SendMessage, options);
  const [sendFlow, flow] = useMutation(SendFlow, options);
  const isSending = campaign.loading || message.loading || flow.loading;
  const submit = useRef<HTMLButtonElement>(null);
  const wasSending = useRef(false);
  useEffect(() => {
    // a button that is disabled while it sends has lost the focus
    if (wasSending.current && !isSending) submit.current?.focus();
    wasSending.current = isSending;
  }, [isSending]);
  const state = usePreview(draft);
  const senders = useSenders();
  const senderName = senders.find(({ id }) => id === draft.senderId)?.name ?? null;

  useEffect(() => void (kept = { draft, lost }), [draft, lost]);
  const firstSender = senders[0]?.id;
  useEffect(() => {
    if (firstSender) setDraft((one) => withSender(one, firstSender));
  }, [firstSender]);

  const change = (part: Partial<Draft>): void => {
    setDraft((one) => ({ ...one, ...part }));
    setProblems([]);
  };
  const startAgain = (kind: Kind = draft.kind): void => {
    setDraft(newDraft(kind, draft.senderId));
    setLost(null);
    setShowsAll(false);
    setProblems([]);
  };

  async function send(): Promise<void> {
    setShowsAll(true);
    setProblems([]);
    setLost(null);
    const { link, error } = await sendNow().catch((thrown: unknown) => ({ link: null, error: thrown }));
    if (link) {
      kept = null;
      setDraft(newDraft(draft.kind, draft.senderId));
      return go(link);
    }
    const found = problemsOf(error);
    // without an answer of the graph too it may have gone out
    if (found.some(({ code }) => code === 'SEND_OUTCOME_UNKNOWN' || code === 'NETWORK')) setLost('unknown');
    else setProblems(found);
  }

  async function sendNow(): Promise<{ link: string | null; error: unknown }> {
    if (draft.kind === 'campaign') {
      const { data, error } = await sendCampaign({ variables: { input: campaignInput(draft) } });
      const id = data?.sendViberCampaign?.campaign.trackingId;
      return { link: id ? linkTo(['campaigns', id]) : null, error };
    }
    if (draft.kind === 'message') {
      const { data, error } = await sendMessage({ variables: { input: messageInput(draft) } });
      const id = data?.sendViberMessage?.viberMessage.trackingId;
      return { link: id ? linkTo(['messages', id]) : null, error };
    }
    const { data, error } = await sendFlow({ variables: { input: flowInput(draft) } });
    const id = data?.sendFailoverFlow?.failoverFlow.trackingId;
    return { link: id ? linkTo(['flows', id]) : null, error };
  }

  const rules = {
    violations: [...(state.preview?.violations ?? []), ...problems.flatMap(({ violations }) => violations)],
    warnings: state.preview?.warnings ?? [],
    showsAll,
    isLocked: isSending || isUnknown,
  };
  const refusals = problems.filter(({ violations }) => violations.length === 0);

  return (
    <div className="columns">
      <form
        className="main"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Rules value={rules}>
          <Card title="What to send">
            <div className="choices" role="radiogroup" aria-label="Kind">
              {KINDS.map(([kind, name]) => (
                <label key={kind}>
                  <input
                    type="radio"
                    name="kind"
                    checked={draft.kind === kind}
                    disabled={rules.isLocked}
                    onChange={() => change({ kind })}
                  />
                  {name}
                </label>
              ))}
            </div>
            {draft.kind === 'campaign' && <CampaignFields draft={draft} senderName={senderName} change={change} />}
            {draft.kind === 'message' && (
              <>
                <div className="pair">
                  <Field
                    label="Recipient"
                    path="input.to"
                    value={draft.to}
                    set={(to) => change({ to })}
                    placeholder="+30…"
                    type="tel"
                  />
                  <Field
                    label="Sender"
                    path="input.senderId"
                    value={draft.senderId}
                    set={(senderId) => change({ senderId })}
                    list="senders"
                    hint={senderName}
                  />
                </div>
                <MessageFields draft={draft} path="input.message" hasTemplates change={change} />
              </>
            )}
            {draft.kind === 'flow' && (
              <>
                <Field
                  label="Recipient"
                  path="input.to"
                  value={draft.to}
                  set={(to) => change({ to })}
                  placeholder="+30…"
                  type="tel"
                />
                <StepFields draft={draft} change={change} />
              </>
            )}
            <datalist id="senders">
              {senders.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name ?? id}
                </option>
              ))}
            </datalist>
          </Card>
          {refusals.map((problem) => (
            <Notice key={problem.code} title="Not sent" kind="problem">
              <p>{problem.message}</p>
              <p className="note">{problem.code}: correct it and send again; the key stays the same.</p>
            </Notice>
          ))}
          {lost && <UnknownOutcome idempotencyKey={draft.key} notSent={notSent} />}
          <div className="actions">
            <button ref={submit} type="submit" className="primary" disabled={isSending || isUnknown}>
              {isSending ? 'Sending…' : 'Send'}
            </button>
            <button type="button" disabled={isSending} onClick={() => startAgain()}>
              New draft
            </button>
            <span className="note">
              Key of this draft <code>{draft.key}</code>
            </span>
          </div>
        </Rules>
      </form>
      <aside className="side">
        <Card title="On a phone">
          <PhoneView content={shownOf(draft)} sender={senderName} />
        </Card>
        <PreviewCard {...state} />
        <RecentSends />
      </aside>
    </div>
  );
}

interface CampaignFieldsProps {
  readonly draft: Draft;
  readonly senderName: string | null;
  readonly change: (part: Partial<Draft>) => void;
}

const CampaignFields = ({ draft, senderName, change }: CampaignFieldsProps) => (
  <>
    <div className="pair">
      <Field
        label="Name"
        path="input.name"
        value={draft.name}
        set={(name) => change({ name })}
        hint="Unique in the account"
      />
      <Field
        label="Sender"
        path="input.senderId"
        value={draft.senderId}
        set={(senderId) => change({ senderId })}
        list="senders"
        hint={senderName}
      />
    </div>
    <div className="pair">
      <Field
        label="Phone numbers"
        path="input.recipients.phoneNumbers"
        value={draft.phoneNumbers}
        set={(phoneNumbers) => change({ phoneNumbers })}
        rows={4}
        placeholder={'+30…\n+44…'}
        hint="One a line, with + and country"
      />
      <div>
        <Field
          label="Groups"
          path="input.recipients.groups"
          value={draft.groups}
          set={(groups) => change({ groups })}
          hint="Names, with commas between"
        />
        <Field
          label="Not before"
          path="input.scheduledAt"
          value={draft.scheduledAt}
          set={(scheduledAt) => change({ scheduledAt })}
          type="datetime-local"
          hint="Empty: at once"
        />
      </div>
    </div>
    <MessageFields draft={draft} path="input" hasTemplates={false} change={change} />
  </>
);

/** What the phone shows: of a flow its first step. */
function shownOf(draft: Draft) {
  const message = draft.kind === 'flow' ? draft.steps[0] : draft;
  if (!message) return {};
  if (draft.kind !== 'campaign' && message.usesTemplate)
    return { text: message.templateId && `Template ${message.templateId}` };
  return contentOf(message);
}

/** Fills the fields that nobody has filled. */
const withSender = (draft: Draft, senderId: string): Draft => ({
  ...draft,
  senderId: draft.senderId || senderId,
  steps: draft.steps.map((step) => ({ ...step, senderId: step.senderId || senderId })),
});

function useSenders(): readonly { id: string; name?: string | null }[] {
  const { data, error } = useQuery(Senders);
  if (error && !data) return [];
  const all = data?.campaigns?.nodes.flatMap(({ sender }) => sender ?? []) ?? [];
  return [...new Map(all.map((sender) => [sender.id, sender])).values()];
}
