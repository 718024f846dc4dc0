import { joinSentences, type RawRefusal, readCode } from '../../answers.js';
import { isObject, list, members } from '../../reading.js';
import type { VendorCause } from '../../vendor.js';

/**
 * Routee's error bodies (Routee docs: errors; send a Viber campaign): `code` as text or number, the sentence under
 * several names, more of both in `errors[]`, the three digits of the cause as a member or inside a sentence.
 */
export function readError(body: unknown): RawRefusal {
  const root = members(body);
  const all = [root, members(root.properties), ...(list(root.errors) ?? []).filter(isObject)];
  const sentences = all.flatMap((part) => [
    part.developerMessage,
    part.message,
    part.error_description,
    part.error,
    part.property,
  ]);
  const text = joinSentences(sentences);
  const errorCode = all.map((part) => readErrorCode(part.errorCode)).find((code) => code !== null);
  return {
    code: all.map((part) => readCode(part.code)).find((code) => code !== null) ?? null,
    errorCode: errorCode ?? readErrorCode(ERROR_CODE.exec(text)?.[1]),
    text,
  };
}

/** `(errorCode: 001)` inside a sentence. */
const ERROR_CODE = /error\s?code["']?\s*[:=]?\s*["']?(\d{1,3})\b/i;

/** Three digits, which a number has lost the leading zeros of. */
const readErrorCode = (value: unknown): string | null => readCode(value)?.padStart(3, '0') ?? null;

const content = ['input', 'content'] as const;
const imageUrl = [...content, 'imageUrl'];
const video = [...content, 'video'];

/**
 * Routee docs: errors; Viber, send a campaign. One code covers several causes, which its messages distinguish: the
 * narrower ones come first.
 */
// prettier-ignore
export const causes: readonly VendorCause[] = [
  { meaning: 'INSUFFICIENT_BALANCE', code: '400001009' },
  { meaning: 'INVALID_RECIPIENT', code: '400019002', errorCode: '001', inputPath: ['input', 'recipients', 'phoneNumbers'] },
  { meaning: 'UNSUPPORTED_CONTENT_COMBINATION', code: '400019002', errorCode: '007', inputPath: content },
  { meaning: 'FILE_TOO_LARGE', code: '400019002', errorCode: '016', inputPath: [...content, 'file'] },
  { meaning: 'UNSUPPORTED_FILE_TYPE', code: '400019002', errorCode: '019', inputPath: [...content, 'file'] },
  { meaning: 'UNSUPPORTED_SESSION_CONTENT', code: '400019002', errorCode: '020', inputPath: content },
  { meaning: 'VIDEO_NOT_ALLOWED_IN_SESSION', code: '400019002', text: /(?=.*video)(?=.*session)/is, inputPath: video },
  { meaning: 'UNSUPPORTED_VIDEO_COMBINATION', code: '400019002', text: /video/i, inputPath: content },
  { meaning: 'INVALID_THUMBNAIL_URL', code: '400000000', text: /SRVC_BAD_THUMBNAIL|thumbnail/i, inputPath: [...video, 'thumbnailUrl'] },
  { meaning: 'IMAGE_URL_TOO_LONG', code: '400000000', text: /(?=.*image)(?=.*(long|length|1000|character))/is, inputPath: imageUrl },
  { meaning: 'IMAGE_URL_NOT_SECURE', code: '400000000', text: /(?=.*image)(?=.*(https|secure))/is, inputPath: imageUrl },
  { meaning: 'INVALID_IMAGE_URL', code: '400000000', text: /(?=.*image)(?=.*(url|valid|address|link))/is, inputPath: imageUrl },
  { meaning: 'VIDEO_TOO_LONG', code: '400000000', text: /(?=.*video)(?=.*(duration|longer|second|600))/is, inputPath: [...video, 'durationSeconds'] },
  { meaning: 'VIDEO_TOO_LARGE', code: '400000000', text: /(?=.*video)(?=.*(size|bigger|larger|200|\bMB\b))/is, inputPath: [...video, 'sizeMegabytes'] },
  { meaning: 'TTL_OUT_OF_RANGE', code: '400000000', text: /\bttl\b|time.to.live|86400/i, inputPath: ['input', 'ttlSeconds'] },
  { meaning: 'CONTACT_NOT_FOUND', code: '404002001', inputPath: ['input', 'recipients', 'contactIds'] },
  { meaning: 'SENDER_NOT_FOUND', code: '404020001', inputPath: ['input', 'senderId'] },
  { meaning: 'CAMPAIGN_NAME_TAKEN', code: '409009003', inputPath: ['input', 'name'] },
  { meaning: 'CAMPAIGN_NOT_FOUND', code: '404009001' },
  { meaning: 'CAMPAIGN_NOT_SCHEDULED', code: '400009002' },
  { meaning: 'VIBER_MESSAGE_NOT_FOUND', code: '404019006' },
];
