import { Directive, Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';

export const ViberContentKind = {
  TEXT: 'TEXT',
  IMAGE: 'IMAGE',
  TEXT_ACTION: 'TEXT_ACTION',
  TEXT_IMAGE_ACTION: 'TEXT_IMAGE_ACTION',
  FILE: 'FILE',
  VIDEO: 'VIDEO',
  VIDEO_TEXT: 'VIDEO_TEXT',
  VIDEO_TEXT_IMAGE: 'VIDEO_TEXT_IMAGE',
  OTHER: 'OTHER',
} as const;
export type ViberContentKind = (typeof ViberContentKind)[keyof typeof ViberContentKind];

registerEnumType(ViberContentKind, {
  name: 'ViberContentKind',
  description: 'The layout of a Viber message, derived from its parts.',
  valuesConfig: {
    TEXT: { description: 'A text alone.' },
    IMAGE: { description: 'An image alone.' },
    TEXT_ACTION: { description: 'A text with a button.' },
    TEXT_IMAGE_ACTION: { description: 'A text with an image and a button.' },
    FILE: { description: 'A file to download.' },
    VIDEO: { description: 'A video alone.' },
    VIDEO_TEXT: { description: 'A video with a text.' },
    VIDEO_TEXT_IMAGE: { description: 'A video with a text and an image.' },
    OTHER: { description: 'Any other combination, or no content from the vendor.' },
  },
});

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'The button of a Viber message.' })
export class ViberAction {
  @Field(() => String, { nullable: true, description: 'The text of the button, 1 to 30 characters.' })
  caption!: string | null;

  @Field(() => String, { nullable: true, description: 'The address that the button opens.' })
  targetUrl!: string | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'The file of a Viber message.' })
export class ViberFile {
  @Field(() => ID, { nullable: true, description: 'Routee’s id of the file; only in the tracking of a campaign.' })
  id!: string | null;

  @Field(() => String, { nullable: true, description: 'The name that the recipient sees.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'The type by its file ending, such as `pdf`.' })
  type!: string | null;

  @Field(() => String, { nullable: true, description: 'The address of the file.' })
  url!: string | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'The video of a Viber message.' })
export class ViberVideo {
  @Field(() => String, { nullable: true, description: 'The address of the video.' })
  url!: string | null;

  @Field(() => String, { nullable: true, description: 'The address of its preview image.' })
  thumbnailUrl!: string | null;

  @Field(() => Float, { nullable: true, description: 'Its size in megabytes.' })
  sizeMegabytes!: number | null;

  @Field(() => Float, { nullable: true, description: 'Its length in seconds.' })
  durationSeconds!: number | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'The content of a Viber message.' })
export class ViberContent {
  @Field(() => ViberContentKind, { description: 'The layout.' })
  kind!: ViberContentKind;

  @Field(() => String, { nullable: true, description: 'The text, at most 1000 characters.' })
  text!: string | null;

  @Field(() => String, { nullable: true, description: 'The address of the image.' })
  imageUrl!: string | null;

  @Field(() => ViberAction, { nullable: true, description: 'The button.' })
  action!: ViberAction | null;

  @Field(() => ViberFile, { nullable: true, description: 'The file.' })
  file!: ViberFile | null;

  @Field(() => ViberVideo, { nullable: true, description: 'The video.' })
  video!: ViberVideo | null;
}
