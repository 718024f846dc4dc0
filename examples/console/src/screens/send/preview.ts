import { skipToken, useQuery } from '@apollo/client/react';
import { useCallback, useEffect, useState } from 'react';
import { graphql, unmask } from '../../generated/index.js';
import type { PreviewFragment } from '../../generated/graphql.js';
import type { Violation } from '../../graph/errors.js';
import type { State } from './sending.js';
import { campaignInput, type Draft, flowInput, messageInput, violationsOf } from './draft.js';

const Preview = graphql(/* GraphQL */ `
  fragment Preview on SendPreview {
    isSendable
    keyState
    contentKind
    billing
    characterCount
    recipientCount
    recipientsPerCountry {
      country
      count
    }
    violations {
      code
      message
      inputPath
    }
    warnings {
      code
      message
      inputPath
    }
    estimatedCost {
      amount
      currency
      basis
    }
    balance {
      amount
      currency
    }
  }
`);

const PreviewCampaign = graphql(/* GraphQL */ `
  query PreviewCampaign($input: SendViberCampaignInput!) {
    preview: previewViberCampaign(input: $input) {
      ...Preview
    }
  }
`);

const PreviewMessage = graphql(/* GraphQL */ `
  query PreviewMessage($input: SendViberMessageInput!) {
    preview: previewViberMessage(input: $input) {
      ...Preview
    }
  }
`);

const PreviewFlow = graphql(/* GraphQL */ `
  query PreviewFlow($input: SendFailoverFlowInput!) {
    preview: previewFailoverFlow(input: $input) {
      ...Preview
    }
  }
`);

/** A pause in typing. */
const PAUSE_MS = 350;

export interface PreviewState {
  readonly preview: PreviewFragment | null;
  readonly violations: readonly Violation[];
  readonly error: unknown;
  /** What is shown belongs to an earlier text. */
  readonly isOld: boolean;
  readonly retry: () => void;
}

/**
 * What the graph says about the draft, after each pause in typing and where its key may have been used since. Nothing is sent
 * and no key is used up.
 * @param state of the send; while it is sent, the last answer is shown
 */
export function usePreview(draft: Draft, state: State): PreviewState {
  const [paused, setPaused] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(draft), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  const unwritable = violationsOf(draft);
  const kind = violationsOf(paused).length > 0 ? null : paused.kind;
  const options = { fetchPolicy: 'no-cache' } as const;
  const campaign = useQuery(
    PreviewCampaign,
    kind === 'campaign' ? { ...options, variables: { input: campaignInput(paused) } } : skipToken,
  );
  const message = useQuery(
    PreviewMessage,
    kind === 'message' ? { ...options, variables: { input: messageInput(paused) } } : skipToken,
  );
  const flow = useQuery(
    PreviewFlow,
    kind === 'flow' ? { ...options, variables: { input: flowInput(paused) } } : skipToken,
  );
  const { data, previousData, error, loading, refetch } = { campaign, message, flow }[paused.kind];
  const retry = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  const [judged, setJudged] = useState(state);
  // another draft is asked about after the pause
  const asksAgain = state !== judged && state !== 'sending' && kind !== null && paused.key === draft.key;
  if (state !== judged && !asksAgain) setJudged(state);
  useEffect(() => {
    if (!asksAgain) return;
    let isOver = false;
    void refetch()
      .catch(() => undefined)
      .then(() => isOver || setJudged(state));
    return () => void (isOver = true);
  }, [asksAgain, state, refetch]);
  useEffect(() => {
    if (!error) return;
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  }, [error, retry]);
  // an earlier verdict does not hold where the graph could not judge, nor while it is asked again
  const [hasFailed, setHasFailed] = useState(false);
  const fails = loading ? hasFailed : error !== undefined;
  if (fails !== hasFailed) setHasFailed(fails);
  const hasNone = fails || asksAgain || kind === null || unwritable.length > 0;
  const preview = hasNone ? null : unmask(Preview, (data ?? previousData)?.preview ?? null);
  const violations = [...unwritable, ...(preview?.violations ?? [])];
  return { preview, violations, error, isOld: loading || asksAgain || paused !== draft, retry };
}
