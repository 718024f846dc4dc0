import type { InputPath, Violation } from '../../errors/error.js';
import type { MessagingErrorCode } from '../../errors/catalogue.js';
import type { ViberContentInput, ViberFileInput, ViberVideoInput } from './campaign.input.js';
import { isPublicHost, isPublicHttpsUrl, lengthOf, parseUrl } from './text.rules.js';

const CONTENT = ['input', 'content'] as const;
const MAX_TEXT = 1000;
const MAX_URL = 1000;

/** The layouts that Viber has, as the parts that they consist of (Routee docs: Viber, send a campaign). */
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

const violation = (path: InputPath, message: string, code: MessagingErrorCode = 'BAD_USER_INPUT'): Violation => ({
  code,
  inputPath: [...CONTENT, ...path],
  message,
});
const coded = (code: MessagingErrorCode, path: InputPath): Violation => ({ code, inputPath: [...CONTENT, ...path] });

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
  if (parts.length === 0) return [violation([], 'A message says or shows something.')];

  const broken = layoutViolations(parts.join('+'), video != null, isSession);
  if (text === '') broken.push(violation(['text'], 'A text is not empty; leave it out instead.'));
  if (text != null && lengthOf(text) > MAX_TEXT)
    broken.push(violation(['text'], `A text has at most ${MAX_TEXT} characters.`));
  if (imageUrl != null) broken.push(...imageViolations(imageUrl));
  if (action) {
    const caption = lengthOf(action.caption);
    if (caption < 1 || caption > 30) broken.push(violation(['action', 'caption'], 'A caption has 1 to 30 characters.'));
    if (action.targetUrl === '') broken.push(violation(['action', 'targetUrl'], 'A button opens an address.'));
  }
  if (file) broken.push(...fileViolations(file));
  if (video) broken.push(...videoViolations(video));
  return broken;
}

function layoutViolations(layout: string, hasVideo: boolean, isSession: boolean): Violation[] {
  if (isSession && hasVideo) return [coded('VIDEO_NOT_ALLOWED_IN_SESSION', ['video'])];
  if (!LAYOUTS.has(layout))
    return [coded(hasVideo ? 'UNSUPPORTED_VIDEO_COMBINATION' : 'UNSUPPORTED_CONTENT_COMBINATION', [])];
  if (isSession && !SESSION_LAYOUTS.has(layout)) return [coded('UNSUPPORTED_SESSION_CONTENT', [])];
  return [];
}

function imageViolations(imageUrl: string): Violation[] {
  if (lengthOf(imageUrl) > MAX_URL) return [coded('IMAGE_URL_TOO_LONG', ['imageUrl'])];
  const url = parseUrl(imageUrl);
  if (url === null) return [coded('INVALID_IMAGE_URL', ['imageUrl'])];
  if (url.protocol !== 'https:') return [coded('IMAGE_URL_NOT_SECURE', ['imageUrl'])];
  return isPublicHost(url) ? [] : [coded('INVALID_IMAGE_URL', ['imageUrl'])];
}

function fileViolations({ name, type, url }: ViberFileInput): Violation[] {
  const broken: Violation[] = [];
  const length = lengthOf(name);
  if (length < 1 || length > 25) broken.push(violation(['file', 'name'], 'A file name has 1 to 25 characters.'));
  if (!FILE_TYPES.has(type.toLowerCase())) broken.push(coded('UNSUPPORTED_FILE_TYPE', ['file', 'type']));
  if (!isPublicHttpsUrl(url))
    broken.push(violation(['file', 'url'], 'A file lies at an https address on a public host.'));
  return broken;
}

function videoViolations({ url, thumbnailUrl, sizeMegabytes, durationSeconds }: ViberVideoInput): Violation[] {
  const broken: Violation[] = [];
  const isAddress = (text: string) => lengthOf(text) <= MAX_URL && isPublicHttpsUrl(text);
  if (!isAddress(url)) {
    broken.push(
      violation(['video', 'url'], `A video lies at an https address on a public host, at most ${MAX_URL} characters.`),
    );
  }
  if (!isAddress(thumbnailUrl)) broken.push(coded('INVALID_THUMBNAIL_URL', ['video', 'thumbnailUrl']));
  if (sizeMegabytes > 200) broken.push(coded('VIDEO_TOO_LARGE', ['video', 'sizeMegabytes']));
  else if (!(sizeMegabytes > 0)) broken.push(violation(['video', 'sizeMegabytes'], 'A size is above 0.'));
  if (durationSeconds > 600) broken.push(coded('VIDEO_TOO_LONG', ['video', 'durationSeconds']));
  else if (!(durationSeconds > 0)) broken.push(violation(['video', 'durationSeconds'], 'A length is above 0.'));
  return broken;
}
