import { createHash } from 'node:crypto';
import { type Content, senderNames } from '../../../sandbox/viber-message.js';
import { refusals } from './refusal.js';
import { invalid, type Rule, type Shape } from './send.js';

/** What the sends of Viber content have in common (Routee docs: send a Viber campaign, send a Viber message). */
export interface ViberRequest {
  readonly senderInfoTrackingId?: string;
  readonly isSessionMessage?: boolean;
  readonly body?: ViberBody;
  /** Seconds. */
  readonly ttl?: number;
  readonly callbackUrl?: string;
  readonly inboundUrl?: string;
  readonly label?: string;
}

export interface ViberBody {
  readonly text?: string;
  readonly imageURL?: string;
  readonly action?: { readonly caption?: string; readonly targetUrl?: string };
  readonly viberFile?: ViberFile;
  /** Size in MB, duration in seconds. */
  readonly viberVideo?: {
    readonly videoURL?: string;
    readonly videoThumbnail?: string;
    readonly fileSize?: number;
    readonly duration?: number;
  };
}

/** Its address has another spelling at each path. */
export interface ViberFile {
  readonly fileName?: string;
  readonly fileType?: string;
  readonly fileUrl?: string;
  readonly fileURL?: string;
}

/** 14 days. */
export const DEFAULT_TTL_SECONDS = 1_209_600;

export const viberShape = {
  senderInfoTrackingId: 'string',
  isSessionMessage: 'boolean',
  body: {
    text: 'string',
    imageURL: 'string',
    action: { caption: 'string', targetUrl: 'string' },
    viberVideo: { videoURL: 'string', videoThumbnail: 'string', fileSize: 'number', duration: 'number' },
  },
  ttl: 'number',
  callbackUrl: 'string',
  inboundUrl: 'string',
  label: 'string',
} as const satisfies Shape;

export const viberFileShape = (address: 'fileUrl' | 'fileURL'): Shape => ({
  fileName: 'string',
  fileType: 'string',
  [address]: 'string',
});

const fileTypes = 'doc docx rtf dot dotx odt odf fodt txt info pdf xps pdax eps xls xlsx ods fods csv xlsm xltx'.split(
  ' ',
);
const layouts = ['text', 'image', 'text action', 'text image action', 'file'];
const videoLayouts = ['video', 'text video', 'text image video'];
const sessionLayouts = ['text', 'image', 'file'];

function layoutOf({ body = {} }: ViberRequest): string {
  const { text, imageURL, action, viberFile, viberVideo } = body;
  const parts = { text, image: imageURL !== undefined, action, file: viberFile, video: viberVideo };
  return Object.entries(parts)
    .flatMap(([name, part]) => (part ? name : []))
    .join(' ');
}

const isLonger = (text: string | undefined, length: number) => (text ?? '').length > length;
const isHttps = (url: string) => URL.canParse(url) && new URL(url).protocol === 'https:';

const addressOf = ({ fileUrl, fileURL }: ViberFile): string => fileUrl ?? fileURL ?? '';

/** The same file sent again keeps its id. */
const fileId = (file: ViberFile): string =>
  `file-${createHash('sha256')
    .update(JSON.stringify([file.fileName, file.fileType, addressOf(file)]))
    .digest('hex')
    .slice(0, 12)}`;

/** A rule about one part of the body, where it is given. */
const ruleOf = <Part extends keyof ViberBody>(
  part: Part,
  isWrong: (value: NonNullable<ViberBody[Part]>) => boolean,
  refusal: Rule<ViberRequest>[1],
): Rule<ViberRequest> => [
  ({ body }) => {
    const value = body?.[part];
    return value !== undefined && isWrong(value);
  },
  refusal,
];

/** In the order in which they are checked; `own` are those of one kind of send. */
export const viberRules = <Request extends ViberRequest>(own: readonly Rule<Request>[]): readonly Rule<Request>[] => [
  [(r) => !r.senderInfoTrackingId, invalid('senderInfoTrackingId is required')],
  ...own,
  [(r) => isLonger(r.label, 350), invalid('label is longer than 350 characters')],
  [({ ttl }) => ttl !== undefined && ttl > 86_400, refusals.ttl],
  [({ ttl }) => ttl !== undefined && (ttl < 30 || !Number.isInteger(ttl)), invalid('ttl must be at least 30')],
  [
    (r) => [r.callbackUrl, r.inboundUrl].some((url) => url !== undefined && !URL.canParse(url)),
    invalid('callbackUrl or inboundUrl'),
  ],
  ruleOf('text', (text) => isLonger(text, 1000), invalid('text is longer than 1000 characters')),
  ruleOf('imageURL', (url) => isLonger(url, 1000), refusals.imageUrlLength),
  ruleOf('imageURL', (url) => !URL.canParse(url), refusals.imageUrl),
  ruleOf('imageURL', (url) => !isHttps(url), refusals.imageUrlScheme),
  ruleOf('action', ({ caption = '' }) => caption.length < 1 || caption.length > 30, invalid('action.caption')),
  ruleOf('action', ({ targetUrl = '' }) => !URL.canParse(targetUrl), invalid('action.targetUrl')),
  ruleOf('viberFile', ({ fileType = '' }) => !fileTypes.includes(fileType), refusals.fileType),
  ruleOf(
    'viberFile',
    ({ fileName = '' }) => fileName.length < 1 || fileName.length > 25,
    invalid('viberFile.fileName'),
  ),
  ruleOf('viberFile', (file) => !URL.canParse(addressOf(file)), invalid('the address of viberFile')),
  ruleOf('viberVideo', ({ videoThumbnail }) => isLonger(videoThumbnail, 1000), refusals.thumbnail),
  ruleOf('viberVideo', ({ videoThumbnail = '' }) => !isHttps(videoThumbnail), invalid('viberVideo.videoThumbnail')),
  ruleOf(
    'viberVideo',
    ({ videoURL = '' }) => !isHttps(videoURL) || isLonger(videoURL, 1000),
    invalid('viberVideo.videoURL'),
  ),
  ruleOf('viberVideo', ({ fileSize = 0 }) => fileSize > 200, refusals.videoSize),
  ruleOf('viberVideo', ({ duration = 0 }) => duration > 600, refusals.videoDuration),
  ruleOf('viberVideo', ({ fileSize = 0, duration = 0 }) => fileSize <= 0 || duration <= 0, invalid('viberVideo')),
  [(r) => layoutOf(r) === '', invalid('body is empty')],
  [(r) => r.isSessionMessage === true && r.body?.viberVideo !== undefined, refusals.videoInSession],
  [(r) => r.isSessionMessage === true && !sessionLayouts.includes(layoutOf(r)), refusals.sessionLayout],
  [(r) => r.body?.viberVideo !== undefined && !videoLayouts.includes(layoutOf(r)), refusals.videoCombination],
  [(r) => r.body?.viberVideo === undefined && !layouts.includes(layoutOf(r)), refusals.combination],
  [(r) => !senderNames.has(r.senderInfoTrackingId ?? ''), refusals.senderNotFound],
];

export function readContent({ body = {} }: Pick<ViberRequest, 'body'>): Content {
  const { text, imageURL, action, viberFile: file, viberVideo: video } = body;
  return {
    ...(text && { text }),
    ...(imageURL !== undefined && { imageUrl: imageURL }),
    ...(action && { action: { caption: action.caption ?? '', targetUrl: action.targetUrl ?? '' } }),
    ...(file && {
      file: { id: fileId(file), name: file.fileName ?? '', type: file.fileType ?? '', url: addressOf(file) },
    }),
    ...(video && {
      video: {
        url: video.videoURL ?? '',
        thumbnail: video.videoThumbnail ?? '',
        megabytes: video.fileSize ?? 0,
        seconds: video.duration ?? 0,
      },
    }),
  };
}
