import { registerEnumType } from 'type-graphql';
import { type CatalogueEntry, errorCatalogue, type MessagingErrorCode as Code } from '../errors/catalogue.js';

const entries = Object.entries<CatalogueEntry>(errorCatalogue);

/** Every code of the catalogue, so that clients can generate it. */
export const MessagingErrorCode = Object.fromEntries(entries.map(([code]) => [code, code])) as Record<Code, Code>;

registerEnumType(MessagingErrorCode, {
  name: 'MessagingErrorCode',
  description: 'The codes of `errors[].extensions.code` and of violations; generate the list of your client from it.',
  valuesConfig: Object.fromEntries(
    entries.map(([code, { message, remedy, category, retryable }]) => [
      code,
      { description: `${message} ${remedy} Category ${category}${retryable ? '; retryable' : ''}.` },
    ]),
  ),
});
