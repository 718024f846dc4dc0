import { Directive, Extensions, Field, Int, ObjectType } from 'type-graphql';
import { COUNTRY_FORM } from '../delivery/delivery-status.type.js';
import { PHONE_NUMBER } from '../personal-data.js';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'How many recipients are in a country.' })
export class CountryCount {
  @Field(() => String, { description: `The country, ${COUNTRY_FORM}.` })
  country!: string;

  @Field(() => Int, { description: 'How many recipients.' })
  count!: number;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'Which country a phone number belongs to.' })
export class RecipientCountry {
  @Extensions(PHONE_NUMBER)
  @Field(() => String, {
    description: 'The phone number, E.164 with a plus; masked for callers without `read:recipients`.',
  })
  phoneNumber!: string;

  @Field(() => String, { description: `The country, ${COUNTRY_FORM}.` })
  country!: string;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'How many recipients a group has.' })
export class GroupCount {
  @Field(() => String, { description: 'The name of the group.' })
  group!: string;

  @Field(() => Int, { description: 'How many recipients.' })
  count!: number;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'What Routee counted when it accepted a campaign.' })
export class CampaignAnalysis {
  @Field(() => Int, { description: 'How many recipients there are in all.' })
  recipientCount!: number;

  @Field(() => [CountryCount], { description: 'Recipients by country, sorted by country.' })
  recipientsPerCountry!: CountryCount[];

  @Field(() => [RecipientCountry], { description: 'The country of every phone number, sorted by phone number.' })
  recipientCountries!: RecipientCountry[];

  @Field(() => [GroupCount], { description: 'Recipients by group, sorted by group.' })
  recipientsPerGroup!: GroupCount[];

  @Field(() => Int, { description: 'How many recipients all groups have together.' })
  totalInGroups!: number;

  @Field(() => Int, { nullable: true, description: 'How many characters the text has.' })
  characterCount!: number | null;
}
