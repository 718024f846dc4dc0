import type { ApolloClient } from '@apollo/client';
import { useSyncExternalStore } from 'react';
import { graphql } from '../../generated/index.js';
import { currentKey, mayRead } from '../../graph/access.js';
import { type Problem, problemsOf } from '../../graph/errors.js';
import { go, linkTo } from '../../route.js';
import {
  campaignInput,
  type Draft,
  flowInput,
  type Kind,
  messageInput,
  newDraft,
  newKey,
  violationsOf,
} from './draft.js';
import { forgetSend, sendBegun, sendSettled } from './unsettled.js';

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

/**
 * Of a send without an answer: `unknown`; `unreadable` where the key may not read what became of it; `noRecord` while the
 * graph has no record of it, since it may be on its way there; and what became known since. A draft that was not sent may
 * be sent again.
 */
export type State = 'draft' | 'sending' | Outcome;
export type Outcome = 'unknown' | 'unreadable' | 'noRecord' | 'sent' | 'notSent';

/** A draft and what became of it. */
export interface Sending {
  readonly draft: Draft;
  readonly state: State;
  readonly problems: readonly Problem[];
  /** After an attempt to send, every field shows what it lacks. */
  readonly showsAll: boolean;
  /** Where the last one is shown, that went out while another screen was open. */
  readonly sentLink: string | null;
}

export const isLocked = ({ state }: Sending): boolean => state !== 'draft' && state !== 'notSent';

/** Its content cannot be changed while it may be on its way; the same under the same key never goes out twice. */
export const maySend = (sending: Sending): boolean =>
  sending.state === 'noRecord' || sending.state === 'unreadable' || !isLocked(sending);

/** Whether it may have gone out, so that the same content under another key could be a second send. */
export const mayBeOut = ({ state }: Sending): boolean =>
  state === 'unknown' || state === 'unreadable' || state === 'noRecord';

/** By the key for the graph: a draft belongs to the key it was made under. They outlive the screen; a reload forgets them. */
const all = new Map<string | null, Sending>();
const listeners = new Set<() => void>();

const fresh = (kind: Kind, senderId: string): Sending => ({
  draft: newDraft(kind, senderId),
  state: 'draft',
  problems: [],
  showsAll: false,
  sentLink: null,
});

function sendingOf(key: string | null): Sending {
  const known = all.get(key) ?? fresh('campaign', '');
  all.set(key, known);
  return known;
}

function put(key: string | null, change: Partial<Sending>): void {
  all.set(key, { ...sendingOf(key), ...change });
  for (const listener of listeners) listener();
}

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSending = (key: string | null): Sending => useSyncExternalStore(listen, () => sendingOf(key));

export function changeDraft(key: string | null, part: Partial<Draft>): void {
  const sending = sendingOf(key);
  if (!isLocked(sending)) put(key, { draft: { ...sending.draft, ...part }, problems: [], sentLink: null });
}

/** Fills the fields of senders that nobody has filled. */
export function offerSender(key: string | null, senderId: string): void {
  const sending = sendingOf(key);
  if (isLocked(sending)) return;
  const { draft } = sending;
  const steps = draft.steps.map((step) => ({ ...step, senderId: step.senderId || senderId }));
  put(key, { draft: { ...draft, senderId: draft.senderId || senderId, steps } });
}

/** One whose outcome is not known stays among the last sends. */
export function startAgain(key: string | null): void {
  const sending = sendingOf(key);
  const { draft } = sending;
  if (!mayBeOut(sending)) forgetSend(draft.key);
  put(key, fresh(draft.kind, draft.senderId));
}

/** Where its key is bound to something else: what became of that says nothing about the draft any more. */
export function giveNewKey(key: string | null): void {
  const { draft } = sendingOf(key);
  put(key, { draft: { ...draft, key: newKey() }, state: 'draft', problems: [] });
}

/** What is known by now of a send whose answer was lost. */
export function draftFound(key: string | null, idempotencyKey: string, state: Outcome): void {
  if (state === 'sent' || state === 'notSent') sendSettled(idempotencyKey);
  const { draft, state: before } = sendingOf(key);
  if (draft.key === idempotencyKey && before !== 'draft' && before !== 'sending') put(key, { state });
}

/** Sends the draft, whichever screen is open when it ends. */
export async function sendDraft(client: ApolloClient, key: string | null): Promise<void> {
  const sending = sendingOf(key);
  if (!maySend(sending)) return;
  const { draft } = sending;
  if (violationsOf(draft).length > 0) return put(key, { showsAll: true });
  put(key, { state: 'sending', problems: [], showsAll: true, sentLink: null });
  sendBegun(draft.key, draft.kind, key);
  const { link, error } = await send(client, draft).catch((thrown: unknown) => ({ link: null, error: thrown }));
  if (link) {
    const isShown = location.hash.split('?')[0] === linkTo(['send']) && currentKey() === key && mayRead();
    forgetSend(draft.key);
    put(key, { ...fresh(draft.kind, draft.senderId), sentLink: isShown ? null : link });
    if (isShown) go(link);
    return;
  }
  const problems = problemsOf(error);
  // without an answer of the graph too it may have gone out
  if (problems.length === 0 || problems.some(({ code }) => code === 'SEND_OUTCOME_UNKNOWN' || code === 'NETWORK'))
    return put(key, { state: 'unknown' });
  // the graph has not looked for the key: what became of an earlier request is as open as before
  if (mayBeOut(sending) && problems.every(({ code }) => BEFORE_THE_KEY.has(code)))
    return put(key, { state: 'unknown', problems });
  forgetSend(draft.key);
  put(key, { state: 'draft', problems });
}

/** Refusals that say nothing about an earlier send under the same key. */
const BEFORE_THE_KEY: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'OVERLOADED',
  'LEDGER_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
]);

/** The answer is not kept in the cache: another key may be in use when it comes. */
const options = { fetchPolicy: 'no-cache' } as const;

async function send(client: ApolloClient, draft: Draft): Promise<{ link: string | null; error: unknown }> {
  if (draft.kind === 'campaign') {
    const variables = { input: campaignInput(draft) };
    const { data, error } = await client.mutate({ ...options, mutation: SendCampaign, variables });
    const id = data?.sendViberCampaign?.campaign.trackingId;
    return { link: id ? linkTo(['campaigns', id]) : null, error };
  }
  if (draft.kind === 'message') {
    const variables = { input: messageInput(draft) };
    const { data, error } = await client.mutate({ ...options, mutation: SendMessage, variables });
    const id = data?.sendViberMessage?.viberMessage.trackingId;
    return { link: id ? linkTo(['messages', id]) : null, error };
  }
  const variables = { input: flowInput(draft) };
  const { data, error } = await client.mutate({ ...options, mutation: SendFlow, variables });
  const id = data?.sendFailoverFlow?.failoverFlow.trackingId;
  return { link: id ? linkTo(['flows', id]) : null, error };
}
