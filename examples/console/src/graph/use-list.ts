import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { readEventsEnd } from './events-end.js';
import { READ_AGAIN } from './read-again.js';

/**
 * A list that a feed of events keeps current. It is read once the end of the log is known; until then what the cache has is
 * shown. @returns as useQuery does, and `after`: where the feed begins, undefined until the list is read
 */
export function useList<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) {
  const client = useApolloClient();
  const end = useEventsEnd();
  const isEarly = end === undefined;
  const result = useQuery(query as TypedDocumentNode<Data>, { variables, ...READ_AGAIN, skip: isEarly });
  const isAnswered = !isEarly && !result.loading;
  const [isRead, setIsRead] = useState(false); // it is loading again when more is shown
  useEffect(() => {
    if (isAnswered) setIsRead(true);
  }, [isAnswered]);
  const kept = isEarly ? client.readQuery({ query, variables }) : null;
  return {
    ...result,
    data: (result.data as Data | undefined) ?? kept ?? undefined,
    loading: isEarly || result.loading,
    after: isRead ? end : undefined,
  };
}

/**
 * The cursor of the time when its component was first shown. What is read once it is known, and followed from it, misses no
 * change. @returns undefined until it is known; null where it cannot be read
 */
function useEventsEnd(): string | null | undefined {
  const client = useApolloClient();
  const [end, setEnd] = useState<string | null>();
  useEffect(() => {
    let isGone = false;
    readEventsEnd(client).then(
      (cursor) => isGone || setEnd(cursor),
      () => isGone || setEnd(null),
    );
    return () => {
      isGone = true;
    };
  }, [client]);
  return end;
}
