import DataLoader from 'dataloader';
import { perContext } from '../context.js';
import { knownOf } from '../known-states.js';
import type { KnownSubject, SubjectName } from './delivery-event.source.js';

/** What the log knows of subjects: one request to it for all that are loaded together. */
export const knownSubjectLoader = perContext(
  (context) =>
    new DataLoader<SubjectName, KnownSubject | null, string>(
      async (names) => {
        context.operation.limitMaxAge(0);
        return [...(await knownOf(context.sources.events, names))];
      },
      { cacheKeyFn: ({ kind, id }) => `${kind} ${id}` },
    ),
);
