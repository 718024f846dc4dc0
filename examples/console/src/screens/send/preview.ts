import { skipToken, useQuery } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { graphql, unmask } from '../../generated/index.js';
import type { PreviewFragment } from '../../generated/graphql.js';
import { campaignInput, type Draft, flowInput, messageInput } from './draft.js';

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
  readonly error: unknown;
  /** What is shown belongs to an earlier text. */
  readonly isOld: boolean;
}

/** What the graph says about the draft, after each pause in typing. Nothing is sent and no key is used up. */
export function usePreview(draft: Draft): PreviewState {
  const [paused, setPaused] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(draft), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  const { kind } = paused;
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
  const { data, previousData, error, loading } = { campaign, message, flow }[kind];
  const shown = unmask(Preview, (data ?? previousData)?.preview ?? null);
  return { preview: shown, error, isOld: loading || paused !== draft };
}
