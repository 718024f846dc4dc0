import { useApolloClient, useQuery } from '@apollo/client/react';
import { useEffect, useRef } from 'react';
import { graphql } from '../../generated/index.js';
import { useAccess } from '../../graph/access.js';
import type { Violation } from '../../graph/errors.js';
import { Card } from '../../parts/card.js';
import { Empty, Notice } from '../../parts/notice.js';
import { PhoneView } from '../../parts/phone.js';
import { contentOf, type Draft, type Kind } from './draft.js';
import { Broken, Field, type FieldRules, GroupRules, Rules, usePlaces } from './field.js';
import { MessageFields } from './message-fields.js';
import { UnknownOutcome, useOutcomes } from './outcome.js';
import { PreviewCard } from './preview-card.js';
import { usePreview } from './preview.js';
import { RecentSends } from './recent.js';
import { Refusal } from './refusal.js';
import {
  changeDraft,
  draftFound,
  giveNewKey,
  isLocked,
  mayBeOut,
  maySend,
  offerSender,
  sendDraft,
  startAgain,
  useSending,
} from './sending.js';
import { StepFields } from './step-fields.js';
import { useUnsettled } from './unsettled.js';

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

export function SendScreen() {
  const { sends, key } = useAccess();
  return (
    <>
      <header className="head">
        <div>
          <h1 tabIndex={-1}>Send</h1>
          <p className="note">Checked as you type; nothing goes out before you press Send</p>
        </div>
      </header>
      {sends ? (
        <SendForm key={key} owner={key} />
      ) : (
        <Empty title="This key may not send">Sending needs a key with the scope send.</Empty>
      )}
    </>
  );
}

const LEAVE_UNKNOWN =
  'It is not known whether this send went out. It stays under “Last sends”; the same content in a new draft could be sent twice. Start a new draft?';

/** A rule that the preview and the refused send both report. */
const eachOnce = (violations: readonly Violation[]): readonly Violation[] => [
  ...new Map(violations.map((one) => [`${one.inputPath.join('.')} ${one.message}`, one])).values(),
];

/** @param owner the key for the graph that the draft belongs to */
function SendForm({ owner }: { owner: string | null }) {
  const client = useApolloClient();
  const { reads } = useAccess();
  const sending = useSending(owner);
  const { draft, state, problems, showsAll, sentLink } = sending;
  const hasOutcome = state !== 'draft' && state !== 'sending';
  const unsettled = useUnsettled(owner).filter(({ idempotencyKey }) => idempotencyKey !== draft.key);
  const reported = useOutcomes();
  const submit = useRef<HTMLButtonElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const lastState = useRef(state);
  useEffect(() => {
    // a button that is disabled while it sends has lost the focus
    const isLost = [document.body, submit.current].includes(document.activeElement as HTMLElement | null);
    if (lastState.current === 'sending' && isLost) (state === 'unknown' ? outcome : submit).current?.focus();
    lastState.current = state;
  }, [state]);
  // without reading, what is known of the outcome comes from the preview itself
  const preview = usePreview(draft, hasOutcome && reads === 'forbidden' ? 'unknown' : state);
  const senders = useSenders();
  const senderName = senders.find(({ id }) => id === draft.senderId)?.name ?? null;
  const firstSender = senders[0]?.id;
  useEffect(() => {
    if (firstSender) offerSender(owner, firstSender);
  }, [owner, firstSender]);

  const change = (part: Partial<Draft>): void => changeDraft(owner, part);
  const { show, isElsewhere } = usePlaces();
  const rules: FieldRules = {
    violations: eachOnce([...preview.violations, ...problems.flatMap(({ violations }) => violations)]),
    warnings: preview.preview?.warnings ?? [],
    showsAll,
    isLocked: isLocked(sending),
    show,
  };
  // while the preview is old, its rules may be about fields that are gone; those about the whole input are not
  const elsewhere = rules.violations.filter(
    (one) => isElsewhere(one) && (one.inputPath.length < 2 || (showsAll && !preview.isOld)),
  );
  const refusals = problems.filter(({ violations }) => violations.length === 0);
  const isBound =
    !rules.isLocked &&
    (preview.preview?.keyState === 'OTHER_INPUT' || problems.some(({ code }) => code === 'IDEMPOTENCY_KEY_REUSED'));

  return (
    <div className="columns">
      {/* Enter in a field sends nothing: the button alone does */}
      <form className="main" onSubmit={(event) => event.preventDefault()}>
        <Rules value={rules}>
          {elsewhere.length > 0 && (
            <Notice title="To correct" kind="problem">
              <Broken rules={elsewhere} />
            </Notice>
          )}
          {isBound && (
            <Notice title="The key of this draft belongs to another send" kind="warning">
              <p>It is under way or went out: see the last sends first. With a new key this draft is one more send.</p>
              <button type="button" onClick={() => giveNewKey(owner)}>
                New key
              </button>
            </Notice>
          )}
          {sentLink && (
            <Notice title="It went out">
              {reads === 'forbidden' ? (
                <p>This key may not read: it cannot be followed here.</p>
              ) : (
                <a href={sentLink}>Follow it</a>
              )}
            </Notice>
          )}
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
            <Refusal key={problem.code} problem={problem} />
          ))}
          {hasOutcome && (
            <div ref={outcome} tabIndex={-1}>
              <UnknownOutcome
                key={draft.key}
                idempotencyKey={draft.key}
                reported={reported}
                isEarlier={false}
                keyState={preview.isOld ? null : (preview.preview?.keyState ?? (preview.error ? 'UNKNOWN' : null))}
                found={(found) => draftFound(owner, draft.key, found)}
              />
            </div>
          )}
          <div className="actions">
            <button
              ref={submit}
              type="button"
              className="primary"
              disabled={!maySend(sending)}
              onClick={({ currentTarget }) => {
                // a time that is half filled in has no value, and would be sent at once
                if (currentTarget.form?.reportValidity()) void sendDraft(client, owner);
              }}
            >
              {state === 'sending' ? 'Sending…' : 'Send'}
            </button>
            <button
              type="button"
              disabled={state === 'sending'}
              onClick={() => {
                if (!mayBeOut(sending) || confirm(LEAVE_UNKNOWN)) startAgain(owner);
              }}
            >
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
        <PreviewCard {...preview} />
        <RecentSends reported={reported} unsettled={unsettled} />
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
    <GroupRules path="input.recipients" isEmpty={!(draft.phoneNumbers || draft.groups)} />
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

function useSenders(): readonly { id: string; name?: string | null }[] {
  const { data, error } = useQuery(Senders);
  if (error && !data) return [];
  const all = data?.campaigns?.nodes.flatMap(({ sender }) => sender ?? []) ?? [];
  return [...new Map(all.map((sender) => [sender.id, sender])).values()];
}
