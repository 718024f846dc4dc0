import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { readEventsEnd } from './events-end.js';
import { READ_AGAIN } from './read-again.js';

/**
 * A list that a feed of events keeps current. It is read once the end of the log is known, or does not come; until then what
 * the cache has is shown. @returns as useQuery does, and `after`: where the feed begins, undefined until the list is read
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
  const readKept = (): Data | null => client.readQuery({ query, variables });
  const key = JSON.stringify(variables);
  const [kept, setKept] = useState(() => ({ key, data: readKept(), earlier: null as Data | null }));
  if (isEarly && kept.key !== key) setKept({ key, data: readKept(), earlier: kept.data ?? kept.earlier });
  return {
    ...result,
    data: (result.data as Data | undefined) ?? (isEarly && kept.data ? kept.data : undefined),
    previousData: (result.previousData as Data | undefined) ?? kept.earlier ?? undefined,
    loading: isEarly || result.loading,
    after: isRead ? end : undefined,
  };
}

/** The list is not kept from the screen longer, milliseconds. */
const LONGEST_WAIT_MS = 5000;

/**
 * The cursor of the time when its component was first shown. What is read once it is known, and followed from it, misses no
 * change. @returns undefined until it is known; null where it cannot be read, or not in time
 */
function useEventsEnd(): string | null | undefined {
  const client = useApolloClient();
  const [end, setEnd] = useState<string | null>();
  useEffect(() => {
    let isGone = false;
    readEventsEnd(client, LONGEST_WAIT_MS).then(
      (cursor) => isGone || setEnd(cursor),
      () => isGone || setEnd(null),
    );
    return () => {
      isGone = true;
    };
  }, [client]);
  return end;
}
