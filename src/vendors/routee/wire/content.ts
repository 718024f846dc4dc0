import type {
  ViberAction,
  ViberContent,
  ViberContentKind,
  ViberFile,
  ViberVideo,
} from '../../../graph/viber-message/viber-content.type.js';
import { identifier, members, type Members, number, object, text } from '../../reading.js';

const TEXT = 1;
const IMAGE = 2;
const ACTION = 4;
const FILE = 8;
const VIDEO = 16;

/** The documented layouts by their parts (Routee docs: send a Viber campaign). */
const layouts: Readonly<Record<number, ViberContentKind>> = {
  [TEXT]: 'TEXT',
  [IMAGE]: 'IMAGE',
  [TEXT | ACTION]: 'TEXT_ACTION',
  [TEXT | IMAGE | ACTION]: 'TEXT_IMAGE_ACTION',
  [FILE]: 'FILE',
  [VIDEO]: 'VIDEO',
  [VIDEO | TEXT]: 'VIDEO_TEXT',
  [VIDEO | TEXT | IMAGE]: 'VIDEO_TEXT_IMAGE',
};

/** The parts lie in `body`, or flat on the message with the text in `message`. */
export function readContent(message: Members): ViberContent {
  const parts = object(message.body) ?? object(message.message) ?? message;
  const textPart = readText(message);
  const imageUrl = text(parts.imageURL) ?? text(parts.imageUrl);
  const action = readAction(parts.action) ?? readAction(parts.viberAction);
  const file = readFile(parts.viberFile) ?? readFile(parts.file);
  const video = readVideo(parts.viberVideo) ?? readVideo(parts.video);
  const layout =
    (textPart === null ? 0 : TEXT) |
    (imageUrl === null ? 0 : IMAGE) |
    (action ? ACTION : 0) |
    (file ? FILE : 0) |
    (video ? VIDEO : 0);
  return { kind: layouts[layout] ?? 'OTHER', text: textPart, imageUrl, action, file, video };
}

/** `message`, `body.text`, or `body` itself; `message.body` where a step is sent. */
export const readText = (message: Members): string | null =>
  text(message.message) ??
  text(message.body) ??
  text(members(message.body).text) ??
  text(members(message.message).text) ??
  text(members(message.message).body);

function readAction(value: unknown): ViberAction | null {
  const action = members(value);
  const caption = text(action.caption);
  const targetUrl = text(action.targetUrl) ?? text(action.targetURL);
  return caption === null && targetUrl === null ? null : { caption, targetUrl };
}

function readFile(value: unknown): ViberFile | null {
  const file = members(value);
  const id = identifier(file.fileId);
  const name = text(file.fileName);
  const type = text(file.fileType);
  const url = text(file.fileUrl) ?? text(file.fileURL);
  return id === null && name === null && type === null && url === null ? null : { id, name, type, url };
}

function readVideo(value: unknown): ViberVideo | null {
  const video = members(value);
  const url = text(video.videoUrl) ?? text(video.videoURL);
  const thumbnailUrl = text(video.videoThumbnail);
  const sizeMegabytes = number(video.fileSize);
  const durationSeconds = number(video.duration);
  if (url === null && thumbnailUrl === null && sizeMegabytes === null && durationSeconds === null) return null;
  return { url, thumbnailUrl, sizeMegabytes, durationSeconds };
}
