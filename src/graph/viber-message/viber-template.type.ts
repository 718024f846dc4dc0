import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export const ViberDeliveryScope = { PRIMARY_DEVICE: 'PRIMARY_DEVICE', ALL_DEVICES: 'ALL_DEVICES' } as const;
export type ViberDeliveryScope = (typeof ViberDeliveryScope)[keyof typeof ViberDeliveryScope];

registerEnumType(ViberDeliveryScope, {
  name: 'ViberDeliveryScope',
  description: 'The devices of a recipient that a template message is delivered to.',
  valuesConfig: {
    PRIMARY_DEVICE: { description: 'The telephone alone.' },
    ALL_DEVICES: { description: 'Every device on which the recipient uses Viber.' },
  },
});

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'The value of one placeholder of a template.' })
export class TemplateParameter {
  @Field(() => String, { description: 'The name of the placeholder.' })
  name!: string;

  @Field(() => String, { description: 'The value that was put in its place.' })
  value!: string;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'The approved template that a Viber message was sent with.' })
export class UsedViberTemplate {
  @Field(() => ID, { description: 'Routee’s id of the template.' })
  templateId!: string;

  @Field(() => String, { nullable: true, description: 'Its language; null when Routee does not report it.' })
  language!: string | null;

  @Field(() => [TemplateParameter], { description: 'The values of its placeholders, sorted by name.' })
  parameters!: TemplateParameter[];

  @Field(() => ViberDeliveryScope, {
    nullable: true,
    description: 'The devices that it was sent to; null when Routee does not report it.',
  })
  deliveryScope!: ViberDeliveryScope | null;
}
