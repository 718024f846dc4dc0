import type { MessagingErrorCode } from '../../errors/catalogue.js';
import type { InputPath, Violation } from '../../errors/error.js';
import type { ViberActionInput, ViberContentInput, ViberFileInput, ViberVideoInput } from './campaign.input.js';
import { isPublicHost, isPublicHttpsUrl, isWebUrl, lengthViolations, parseUrl, violation } from './text.rules.js';

const CONTENT = ['input', 'content'] as const;
const MAX_TEXT = 1000;
const MAX_URL = 1000;
const MAX_VIDEO_MEGABYTES = 200;
const MAX_VIDEO_SECONDS = 600;
const HTTPS_ADDRESS = 'an https address on a public host is needed';

/** The layouts that Viber has, by the parts that each consists of (Routee docs: Viber, send a campaign). */
const LAYOUTS: ReadonlySet<string> = new Set([
  'text',
  'image',
  'text+action',
  'text+image+action',
  'file',
  'video',
  'text+video',
  'text+image+video',
]);
const SESSION_LAYOUTS: ReadonlySet<string> = new Set(['text', 'image', 'file']);

const FILE_TYPES: ReadonlySet<string> = new Set(
  'doc docx rtf dot dotx odt odf fodt txt info pdf xps pdax eps xls xlsx ods fods csv xlsm xltx'.split(' '),
);

/** Every rule that the content of a campaign breaks: one verdict on the layout, and one for each part. */
export function contentViolations(content: ViberContentInput, isSession: boolean): Violation[] {
  const { text, imageUrl, action, file, video } = content;
  const parts = [
    text && 'text',
    imageUrl != null && 'image',
    action && 'action',
    file && 'file',
    video && 'video',
  ].filter(Boolean);
  if (parts.length === 0) return [violation(CONTENT, 'at least one of text, imageUrl, file and video is needed')];

  const broken = layoutViolations(parts.join('+'), video != null, isSession);
  if (text != null) broken.push(...lengthViolations([...CONTENT, 'text'], text, [1, MAX_TEXT]));
  if (imageUrl != null) broken.push(...imageViolations(imageUrl));
  if (action) broken.push(...actionViolations(action));
  if (file) broken.push(...fileViolations(file));
  if (video) broken.push(...videoViolations(video));
  return broken;
}

const LAYOUT = 'text; image; text and action; text, image and action; or file is allowed';
const VIDEO_LAYOUT = 'video; video and text; or video, text and image is allowed';
const SESSION_LAYOUT = 'text, image or file alone is allowed in a session';

function layoutViolations(layout: string, hasVideo: boolean, isSession: boolean): Violation[] {
  if (isSession && hasVideo) {
    return [violation([...CONTENT, 'video'], SESSION_LAYOUT, 'VIDEO_NOT_ALLOWED_IN_SESSION')];
  }
  if (!LAYOUTS.has(layout)) {
    return [
      hasVideo
        ? violation(CONTENT, VIDEO_LAYOUT, 'UNSUPPORTED_VIDEO_COMBINATION')
        : violation(CONTENT, LAYOUT, 'UNSUPPORTED_CONTENT_COMBINATION'),
    ];
  }
  if (isSession && !SESSION_LAYOUTS.has(layout)) {
    return [violation(CONTENT, SESSION_LAYOUT, 'UNSUPPORTED_SESSION_CONTENT')];
  }
  return [];
}

function imageViolations(imageUrl: string): Violation[] {
  const path = [...CONTENT, 'imageUrl'];
  const tooLong = lengthViolations(path, imageUrl, [0, MAX_URL], 'IMAGE_URL_TOO_LONG');
  if (tooLong.length > 0) return tooLong;
  const url = parseUrl(imageUrl);
  if (url !== null && url.protocol !== 'https:') return [violation(path, HTTPS_ADDRESS, 'IMAGE_URL_NOT_SECURE')];
  return url !== null && isPublicHost(url) ? [] : [violation(path, HTTPS_ADDRESS, 'INVALID_IMAGE_URL')];
}

function actionViolations({ caption, targetUrl }: ViberActionInput): Violation[] {
  const path = [...CONTENT, 'action'];
  const broken = lengthViolations([...path, 'caption'], caption, [1, 30]);
  if (!isWebUrl(targetUrl)) broken.push(violation([...path, 'targetUrl'], 'an http or https address is needed'));
  return broken;
}

function fileViolations({ name, type, url }: ViberFileInput): Violation[] {
  const path = [...CONTENT, 'file'];
  const broken = lengthViolations([...path, 'name'], name, [1, 25]);
  if (!FILE_TYPES.has(type.toLowerCase())) {
    const rule = `one of ${[...FILE_TYPES].join(', ')} is allowed`;
    broken.push(violation([...path, 'type'], rule, 'UNSUPPORTED_FILE_TYPE'));
  }
  if (!isPublicHttpsUrl(url)) broken.push(violation([...path, 'url'], HTTPS_ADDRESS));
  return broken;
}

function videoViolations({ url, thumbnailUrl, sizeMegabytes, durationSeconds }: ViberVideoInput): Violation[] {
  const path = [...CONTENT, 'video'];
  return [
    ...videoUrlViolations([...path, 'url'], url, 'BAD_USER_INPUT'),
    ...videoUrlViolations([...path, 'thumbnailUrl'], thumbnailUrl, 'INVALID_THUMBNAIL_URL'),
    ...rangeViolations([...path, 'sizeMegabytes'], sizeMegabytes, MAX_VIDEO_MEGABYTES, 'VIDEO_TOO_LARGE'),
    ...rangeViolations([...path, 'durationSeconds'], durationSeconds, MAX_VIDEO_SECONDS, 'VIDEO_TOO_LONG'),
  ];
}

function videoUrlViolations(path: InputPath, url: string, code: MessagingErrorCode): Violation[] {
  const tooLong = lengthViolations(path, url, [0, MAX_URL], code);
  if (tooLong.length > 0) return tooLong;
  return isPublicHttpsUrl(url) ? [] : [violation(path, HTTPS_ADDRESS, code)];
}

function rangeViolations(path: InputPath, value: number, most: number, tooMuch: MessagingErrorCode): Violation[] {
  if (value > 0 && value <= most) return [];
  const rule = `a number above 0 and at most ${most} is allowed`;
  return [violation(path, rule, value > most ? tooMuch : 'BAD_USER_INPUT')];
}
