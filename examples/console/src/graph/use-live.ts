import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useEffectEvent, useState } from 'react';
import { keyRefused } from './access.js';
import type { Problem } from './errors.js';
import { follow, type FollowOptions, type FollowState } from './follow.js';
import { readShownAgain } from './read-again.js';
import { reportConnection } from './connection.js';

export interface Live {
  readonly state: FollowState;
  readonly problem: Problem | null;
}

/**
 * Follows a subscription while the component is shown. Its updates are written to the cache, so that everything on the
 * screen that shows the same object moves with them. @param variables null for not yet
 * @param onMissed what is on the screen is read again, since something may have been missed; a list of more than 100 rows is not
 */
export function useLive<Data extends object, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables & { after?: string | null }>,
  variables: (Variables & { after?: string | null }) | null,
  onUpdate: (data: Data) => void = () => undefined,
  onMissed: () => void = () => undefined,
  { isFeed = false, isLate = false }: FollowOptions = {},
): Live {
  const client = useApolloClient();
  const [live, setLive] = useState<Live>({ state: 'connecting', problem: null });
  const update = useEffectEvent(onUpdate);
  const missed = useEffectEvent(onMissed);
  const key = variables && JSON.stringify(variables);
  useEffect(() => {
    if (key === null) return;
    const report = reportConnection();
    const follower = {
      update,
      state(state: FollowState, problem: Problem | null) {
        report(state);
        if (problem?.code === 'UNAUTHENTICATED') keyRefused();
        setLive({ state, problem });
      },
      missed() {
        readShownAgain(client);
        missed();
      },
    };
    const stop = follow(client, query, JSON.parse(key) as Variables, follower, { isFeed, isLate });
    return () => {
      stop();
      report(null);
    };
  }, [client, query, key, isFeed, isLate]);
  return live;
}

/**
 * Follows the feed of events that keeps a list current; connecting until the list is read.
 * @param after the cursor that it begins at, undefined until the list is read; null where the list was read without it, and
 * is read again once the feed is open
 */
export function useFeed<Data extends object>(
  query: TypedDocumentNode<Data, { after?: string | null }>,
  after: string | null | undefined,
  onUpdate: (data: Data) => void,
  onMissed?: () => void,
): Live {
  const isEarly = after === undefined;
  useEffect(() => {
    if (!isEarly) return;
    const report = reportConnection();
    report('connecting');
    return () => report(null);
  }, [isEarly]);
  const options = { isFeed: true, isLate: after === null };
  return useLive(query, isEarly ? null : { after }, onUpdate, onMissed, options);
}
