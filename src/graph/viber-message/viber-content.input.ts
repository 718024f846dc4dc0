import { Directive, Field, Float, ID, InputType } from 'type-graphql';
import { ViberDeliveryScope } from './viber-template.type.js';

@InputType({ description: 'The button of a message.' })
export class ViberActionInput {
  @Field(() => String, { description: 'The text of the button, 1 to 30 characters.' })
  caption!: string;

  @Field(() => String, { description: 'The http or https address that the button opens.' })
  targetUrl!: string;
}

@InputType({ description: 'A file to download, at most 600 KB.' })
export class ViberFileInput {
  @Field(() => String, { description: 'The name that the recipient sees, 1 to 25 characters.' })
  name!: string;

  @Field(() => String, { description: 'The type by its file ending, such as `pdf`, `docx` or `xlsx`.' })
  type!: string;

  @Field(() => String, { description: 'The address of the file: https, on a public host.' })
  url!: string;
}

@InputType({ description: 'A video.' })
export class ViberVideoInput {
  @Field(() => String, {
    description: 'The address of the video: https, on a public host, at most 1000 characters.',
  })
  url!: string;

  @Field(() => String, {
    description: 'The address of its preview image: https, on a public host, at most 1000 characters.',
  })
  thumbnailUrl!: string;

  @Field(() => Float, { description: 'Its size in megabytes, above 0 and at most 200.' })
  sizeMegabytes!: number;

  @Field(() => Float, { description: 'Its length in seconds, above 0 and at most 600.' })
  durationSeconds!: number;
}

@InputType({
  description:
    'The content of a message. Layouts: text; image; text and action; text, image and action; file; video; video and text; video, text and image. In a session only text, image or file.',
})
export class ViberContentInput {
  @Field(() => String, {
    nullable: true,
    description: 'The text, at most 1000 characters; `[~{label}]` personalises it.',
  })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The image: an https address on a public host, at most 1000 characters, about 400 KB.',
  })
  imageUrl?: string | null;

  @Field(() => ViberActionInput, { nullable: true, description: 'The button.' })
  action?: ViberActionInput | null;

  @Field(() => ViberFileInput, { nullable: true, description: 'The file.' })
  file?: ViberFileInput | null;

  @Field(() => ViberVideoInput, { nullable: true, description: 'The video.' })
  video?: ViberVideoInput | null;
}

@InputType({ description: 'The value of one placeholder of a template.' })
export class TemplateParameterInput {
  @Field(() => String, { description: 'The name, written between `{{` and `}}` in the template.' })
  name!: string;

  @Field(() => String, { description: 'The value that is put in its place.' })
  value!: string;
}

@InputType({ description: 'An approved template with the values of its placeholders.' })
export class ViberTemplateInput {
  @Field(() => ID, { description: 'Routee’s id of the template, a UUID.' })
  templateId!: string;

  @Field(() => String, { description: 'The language of the template, such as `en`.' })
  language!: string;

  @Field(() => [TemplateParameterInput], {
    nullable: true,
    description: 'The values of its placeholders; each name once.',
  })
  parameters?: TemplateParameterInput[] | null;

  @Field(() => ViberDeliveryScope, {
    nullable: true,
    defaultValue: ViberDeliveryScope.PRIMARY_DEVICE,
    description: 'The devices of the recipient that it is delivered to.',
  })
  deliveryScope?: ViberDeliveryScope | null;
}

@Directive('@oneOf')
@InputType({
  description:
    'What a Viber message says: free content, or an approved template. Since 2026-07-01 transactional messages must use a template: a text outside one may be billed as promotional or rejected.',
})
export class ViberMessageInput {
  @Field(() => ViberContentInput, { nullable: true, description: 'Free content: promotional, or of a session.' })
  content?: ViberContentInput;

  @Field(() => ViberTemplateInput, { nullable: true, description: 'An approved template: transactional.' })
  template?: ViberTemplateInput;
}
