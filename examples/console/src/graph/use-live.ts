import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useEffectEvent, useState } from 'react';
import { keyRefused } from './access.js';
import type { Problem } from './errors.js';
import { follow, type FollowState } from './follow.js';
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
  variables: Variables | null,
  onUpdate: (data: Data) => void = () => undefined,
  onMissed: () => void = () => undefined,
): Live {
  const client = useApolloClient();
  const [live, setLive] = useState<Live>({ state: 'connecting', problem: null });
  const update = useEffectEvent(onUpdate);
  const missed = useEffectEvent(onMissed);
  const key = variables && JSON.stringify(variables);
  useEffect(() => {
    if (key === null) return;
    const report = reportConnection();
    const stop = follow(client, query, JSON.parse(key) as Variables, {
      update,
      state(state, problem) {
        report(state);
        if (problem?.code === 'UNAUTHENTICATED') keyRefused();
        setLive({ state, problem });
      },
      missed() {
        readShownAgain(client);
        missed();
      },
    });
    return () => {
      stop();
      report(null);
    };
  }, [client, query, key]);
  return live;
}
