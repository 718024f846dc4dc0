import type { ViberContentInput, ViberTemplateInput } from '../../../graph/viber-message/viber-content.input.js';

/** A member that JSON leaves out when there is none. */
export const given = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;

/** 14 days: of a campaign and of a message that are sent without one. Their answers have it. */
export const DEFAULT_TTL_SECONDS = 1_209_600;

/** How the members with addresses are spelled; it differs from path to path. */
export interface Spelling {
  readonly image: 'imageURL' | 'imageUrl';
  readonly file: 'fileURL' | 'fileUrl';
  readonly video: 'videoURL' | 'videoUrl';
}

/** The parts of a Viber message (Routee docs: send a Viber campaign; send a Viber message; failover, send). */
export const contentRequest = (
  { text, imageUrl, action, file, video }: ViberContentInput,
  spelling: Spelling,
): Readonly<Record<string, unknown>> => ({
  text: given(text),
  [spelling.image]: given(imageUrl),
  action: action ? { caption: action.caption, targetUrl: action.targetUrl } : undefined,
  viberFile: file ? { fileName: file.name, fileType: file.type, [spelling.file]: file.url } : undefined,
  viberVideo: video
    ? {
        [spelling.video]: video.url,
        videoThumbnail: video.thumbnailUrl,
        fileSize: video.sizeMegabytes,
        duration: video.durationSeconds,
      }
    : undefined,
});

/** The members of a template (Routee docs: transactional failover). */
export const templateRequest = ({ templateId, language, parameters, deliveryScope }: ViberTemplateInput) => ({
  templateId,
  templateLang: language,
  templateParams: Object.fromEntries((parameters ?? []).map(({ name, value }) => [name, value])),
  deliveryScope: deliveryScope ?? 'PRIMARY_DEVICE',
});
