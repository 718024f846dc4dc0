import type { MessagingErrorCode } from '../../errors/catalogue.js';
import type { InputPath, Violation } from '../../errors/error.js';
import type {
  ViberActionInput,
  ViberContentInput,
  ViberFileInput,
  ViberVideoInput,
} from '../viber-message/viber-content.input.js';
import type { ViberContentKind } from '../viber-message/viber-content.type.js';
import {
  HTTPS_ADDRESS,
  isPublicHost,
  isPublicHttpsUrl,
  isWebUrl,
  lengthViolations,
  parseUrl,
  violation,
} from './text.rules.js';

const MAX_TEXT = 1000;
const MAX_URL = 1000;
const MAX_VIDEO_MEGABYTES = 200;
const MAX_VIDEO_SECONDS = 600;

/** The layouts that Viber has, by the parts that each consists of (Routee docs: Viber, send a campaign). */
const LAYOUTS: ReadonlyMap<string, ViberContentKind> = new Map([
  ['text', 'TEXT'],
  ['image', 'IMAGE'],
  ['text+action', 'TEXT_ACTION'],
  ['text+image+action', 'TEXT_IMAGE_ACTION'],
  ['file', 'FILE'],
  ['video', 'VIDEO'],
  ['text+video', 'VIDEO_TEXT'],
  ['text+image+video', 'VIDEO_TEXT_IMAGE'],
]);
const SESSION_LAYOUTS: ReadonlySet<string> = new Set(['text', 'image', 'file']);

const FILE_TYPES: ReadonlySet<string> = new Set(
  'doc docx rtf dot dotx odt odf fodt txt info pdf xps pdax eps xls xlsx ods fods csv xlsm xltx'.split(' '),
);

const layoutOf = ({ text, imageUrl, action, file, video }: ViberContentInput): string =>
  [text && 'text', imageUrl != null && 'image', action && 'action', file && 'file', video && 'video']
    .filter(Boolean)
    .join('+');

/** OTHER for a combination that is no layout. */
export const contentKindOf = (content: ViberContentInput): ViberContentKind =>
  LAYOUTS.get(layoutOf(content)) ?? 'OTHER';

/** Every rule that the content of a Viber message breaks: one verdict on the layout, and one for each part. */
export function contentViolations(at: InputPath, content: ViberContentInput, isSession: boolean): Violation[] {
  const { text, imageUrl, action, file, video } = content;
  const layout = layoutOf(content);
  if (layout === '') return [violation(at, 'at least one of text, imageUrl, file and video is needed')];

  const broken = layoutViolations(at, layout, video != null, isSession);
  if (text != null) broken.push(...lengthViolations([...at, 'text'], text, [1, MAX_TEXT]));
  if (imageUrl != null) broken.push(...imageViolations([...at, 'imageUrl'], imageUrl));
  if (action) broken.push(...actionViolations([...at, 'action'], action));
  if (file) broken.push(...fileViolations([...at, 'file'], file));
  if (video) broken.push(...videoViolations([...at, 'video'], video));
  return broken;
}

const LAYOUT = 'text; image; text and action; text, image and action; or file is allowed';
const VIDEO_LAYOUT = 'video; video and text; or video, text and image is allowed';
const SESSION_LAYOUT = 'text, image or file alone is allowed in a session';

function layoutViolations(at: InputPath, layout: string, hasVideo: boolean, isSession: boolean): Violation[] {
  if (isSession && hasVideo) {
    return [violation([...at, 'video'], SESSION_LAYOUT, 'VIDEO_NOT_ALLOWED_IN_SESSION')];
  }
  if (!LAYOUTS.has(layout)) {
    return [
      hasVideo
        ? violation(at, VIDEO_LAYOUT, 'UNSUPPORTED_VIDEO_COMBINATION')
        : violation(at, LAYOUT, 'UNSUPPORTED_CONTENT_COMBINATION'),
    ];
  }
  if (isSession && !SESSION_LAYOUTS.has(layout)) {
    return [violation(at, SESSION_LAYOUT, 'UNSUPPORTED_SESSION_CONTENT')];
  }
  return [];
}

function imageViolations(path: InputPath, imageUrl: string): Violation[] {
  const tooLong = lengthViolations(path, imageUrl, [0, MAX_URL], 'IMAGE_URL_TOO_LONG');
  if (tooLong.length > 0) return tooLong;
  const url = parseUrl(imageUrl);
  if (url !== null && url.protocol !== 'https:') return [violation(path, HTTPS_ADDRESS, 'IMAGE_URL_NOT_SECURE')];
  return url !== null && isPublicHost(url) ? [] : [violation(path, HTTPS_ADDRESS, 'INVALID_IMAGE_URL')];
}

function actionViolations(path: InputPath, { caption, targetUrl }: ViberActionInput): Violation[] {
  const broken = lengthViolations([...path, 'caption'], caption, [1, 30]);
  if (!isWebUrl(targetUrl)) broken.push(violation([...path, 'targetUrl'], 'an http or https address is needed'));
  return broken;
}

function fileViolations(path: InputPath, { name, type, url }: ViberFileInput): Violation[] {
  const broken = lengthViolations([...path, 'name'], name, [1, 25]);
  if (!FILE_TYPES.has(type.toLowerCase())) {
    const rule = `one of ${[...FILE_TYPES].join(', ')} is allowed`;
    broken.push(violation([...path, 'type'], rule, 'UNSUPPORTED_FILE_TYPE'));
  }
  if (!isPublicHttpsUrl(url)) broken.push(violation([...path, 'url'], HTTPS_ADDRESS));
  return broken;
}

function videoViolations(path: InputPath, video: ViberVideoInput): Violation[] {
  const { url, thumbnailUrl, sizeMegabytes, durationSeconds } = video;
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
