import { GraphQLEnumType } from 'graphql';
import { type CatalogueEntry, errorCatalogue } from '../errors/catalogue.js';

/** Every code of `errors[].extensions.code`, published so that clients can generate it; no field returns it. */
export const errorCodeEnum = new GraphQLEnumType({
  name: 'MessagingErrorCode',
  description: 'The codes of `errors[].extensions.code`. No field returns them; generate your client’s list from here.',
  values: Object.fromEntries(
    Object.entries<CatalogueEntry>(errorCatalogue).map(([code, { message, remedy, category, retryable }]) => [
      code,
      { description: `${message} ${remedy} Category ${category}${retryable ? '; retryable' : ''}.` },
    ]),
  ),
});
