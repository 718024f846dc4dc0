import { Extensions, Field, InputType } from 'type-graphql';
import type { Violation } from '../../errors/error.js';
import { DeliveryState } from '../delivery/delivery-status.type.js';
import { PHONE_NUMBER_RULE, readPhoneNumber } from '../delivery/phone-number.js';
import { PHONE_NUMBER } from '../personal-data.js';

@InputType({
  description:
    'Which messages of a campaign: all that is given must hold. An empty list is as if it were left out. The first use reads the whole campaign.',
})
export class ViberMessageFilter {
  @Field(() => [DeliveryState], { nullable: true, description: 'Messages in any of these states.' })
  states?: DeliveryState[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Messages to any of these countries, ISO 3166-1 alpha-2, such as `GR`. Those whose country is shown by a name cannot be asked for.',
  })
  countries?: string[] | null;

  @Extensions(PHONE_NUMBER)
  @Field(() => String, {
    nullable: true,
    description: 'Messages to exactly this phone number, `+` and digits; needs the scope `read:recipients`.',
  })
  to?: string | null;
}

/** A filter that was checked; what is null does not restrict. */
export interface MessageFilter {
  readonly states: readonly DeliveryState[] | null;
  readonly countries: readonly string[] | null;
  readonly to: string | null;
}

const COUNTRY = /^[A-Z]{2}$/;

/** Whether it restricts anything. Values may be of any kind: the estimate of an operation's cost reads them first. */
export function isRestricting(filter: unknown): boolean {
  const { states, countries, to } = (filter ?? {}) as Record<string, unknown>;
  return [states, countries].some((list) => (Array.isArray(list) ? list.length > 0 : list != null)) || to != null;
}

/** The rules that a filter breaks. */
export function violationsOfFilter({ countries, to }: ViberMessageFilter): Violation[] {
  const violations: Violation[] = [];
  countries?.forEach((country, index) => {
    if (COUNTRY.test(country)) return;
    const message = 'countries: two capital letters are needed, ISO 3166-1 alpha-2';
    violations.push({ code: 'BAD_USER_INPUT', inputPath: ['filter', 'countries', index], message });
  });
  if (to != null && readPhoneNumber(to) === null)
    violations.push({ code: 'INVALID_RECIPIENT', inputPath: ['filter', 'to'], message: `to: ${PHONE_NUMBER_RULE}` });
  return violations;
}

/** In one spelling for all that mean the same: cursors name it. */
export const messageFilterOf = ({ states, countries, to }: ViberMessageFilter): MessageFilter => ({
  states: states?.length ? [...new Set(states)].sort() : null,
  countries: countries?.length ? [...new Set(countries)].sort() : null,
  to: to ?? null,
});
