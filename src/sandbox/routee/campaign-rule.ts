import type { CampaignBody, CampaignRequest } from './campaign-request.js';
import { refusals, type Refusal } from './refusal.js';

/** What the account knows and a request may name. */
export interface Account {
  hasSender(trackingId: string): boolean;
  hasContact(id: string): boolean;
  hasCampaignName(name: string): boolean;
  now(): number;
}

type Rule = readonly [isBroken: (request: CampaignRequest, account: Account) => boolean, refusal: Refusal];

/** A rule whose refusal Routee does not document: the generic code with a cause that nobody can tell from the code. */
const input = (text: string): Refusal => ({ code: '400000000', text: `Validation error: ${text}` });

const fileTypes = 'doc docx rtf dot dotx odt odf fodt txt info pdf xps pdax eps xls xlsx ods fods csv xlsm xltx'.split(
  ' ',
);

const longerThan = (text: string | undefined, length: number) => (text ?? '').length > length;
const body = (request: CampaignRequest): CampaignBody => request.body ?? {};
const lists = ({ to = [], contacts = [], groups = [] }: CampaignRequest) => [to, contacts, groups];
const isHttps = (url: string) => URL.canParse(url) && new URL(url).protocol === 'https:';

/** In the order in which they are looked at: the first that is broken is the answer (Routee docs: send a Viber campaign). */
const rules: readonly Rule[] = [
  [(r) => !r.senderInfoTrackingId, input('senderInfoTrackingId is required')],
  [(r) => lists(r).every((list) => list.length === 0), input('one of to, contacts and groups is required')],
  [(r) => lists(r).some((list) => list.length > 1000), input('to, contacts and groups take at most 1000 each')],
  [(r) => (r.to ?? []).some((number) => !/^\+[1-9]\d{6,14}$/.test(number)), refusals.recipient],
  [(r) => r.campaignName !== undefined && !/^[A-Za-z0-9 -]{2,30}$/.test(r.campaignName), input('campaignName')],
  [(r) => longerThan(r.label, 350), input('label is longer than 350 characters')],
  [(r, { now }) => r.scheduledDate !== undefined && !isFuture(r.scheduledDate, now()), input('scheduledDate')],
  [(r) => r.ttl !== undefined && r.ttl > 86_400, refusals.ttl],
  [(r) => r.ttl !== undefined && (r.ttl < 30 || !Number.isInteger(r.ttl)), input('ttl must be at least 30')],
  [
    (r) => [r.callbackUrl, r.inboundUrl].some((url) => url !== undefined && !URL.canParse(url)),
    input('callbackUrl or inboundUrl'),
  ],
  [(r) => longerThan(body(r).text, 1000), input('text is longer than 1000 characters')],
  [(r) => longerThan(body(r).imageURL, 1000), refusals.imageUrlLength],
  [(r) => isGiven(body(r).imageURL, (url) => !URL.canParse(url)), refusals.imageUrl],
  [(r) => isGiven(body(r).imageURL, (url) => !isHttps(url)), refusals.imageUrlScheme],
  [
    (r) => isGiven(body(r).action, ({ caption = '' }) => caption.length < 1 || caption.length > 30),
    input('action.caption'),
  ],
  [(r) => isGiven(body(r).action, ({ targetUrl = '' }) => !URL.canParse(targetUrl)), input('action.targetUrl')],
  [(r) => isGiven(body(r).viberFile, ({ fileType = '' }) => !fileTypes.includes(fileType)), refusals.fileType],
  [
    (r) => isGiven(body(r).viberFile, ({ fileName = '' }) => fileName.length < 1 || fileName.length > 25),
    input('viberFile.fileName'),
  ],
  [(r) => isGiven(body(r).viberFile, ({ fileUrl = '' }) => !URL.canParse(fileUrl)), input('viberFile.fileUrl')],
  [(r) => isGiven(body(r).viberVideo, ({ videoThumbnail }) => longerThan(videoThumbnail, 1000)), refusals.thumbnail],
  [
    (r) => isGiven(body(r).viberVideo, ({ videoThumbnail = '' }) => !isHttps(videoThumbnail)),
    input('viberVideo.videoThumbnail'),
  ],
  [
    (r) => isGiven(body(r).viberVideo, ({ videoURL = '' }) => !isHttps(videoURL) || videoURL.length > 1000),
    input('viberVideo.videoURL'),
  ],
  [(r) => isGiven(body(r).viberVideo, ({ fileSize = 0 }) => fileSize > 200), refusals.videoSize],
  [(r) => isGiven(body(r).viberVideo, ({ duration = 0 }) => duration > 600), refusals.videoDuration],
  [
    (r) => isGiven(body(r).viberVideo, ({ fileSize = 0, duration = 0 }) => fileSize <= 0 || duration <= 0),
    input('viberVideo'),
  ],
  [(r) => layoutOf(body(r)) === '', input('body is empty')],
  [(r) => r.isSessionMessage === true && body(r).viberVideo !== undefined, refusals.videoInSession],
  [
    (r) => r.isSessionMessage === true && !['text', 'image', 'file'].includes(layoutOf(body(r))),
    refusals.sessionLayout,
  ],
  [(r) => body(r).viberVideo !== undefined && !videoLayouts.includes(layoutOf(body(r))), refusals.videoCombination],
  [(r) => body(r).viberVideo === undefined && !layouts.includes(layoutOf(body(r))), refusals.combination],
  [(r, account) => !account.hasSender(r.senderInfoTrackingId ?? ''), refusals.senderNotFound],
  [(r, account) => (r.contacts ?? []).some((id) => !account.hasContact(id)), refusals.contactNotFound],
  [(r, account) => r.campaignName !== undefined && account.hasCampaignName(r.campaignName), refusals.campaignNameTaken],
];

/** The first refusal, or null for a request that Routee takes. */
export function checkCampaign(request: CampaignRequest, account: Account): Refusal | null {
  return rules.find(([isBroken]) => isBroken(request, account))?.[1] ?? null;
}

const layouts = ['text', 'image', 'text action', 'text image action', 'file'];
const videoLayouts = ['video', 'text video', 'text image video'];

function layoutOf(content: CampaignBody): string {
  return [
    content.text ? 'text' : '',
    content.imageURL !== undefined ? 'image' : '',
    content.action ? 'action' : '',
    content.viberFile ? 'file' : '',
    content.viberVideo ? 'video' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** `YYYY-MM-DDThh:mm:ssTZD`; a fraction of a second is taken too. */
function isFuture(date: string, now: number): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(date) && Date.parse(date) > now;
}

function isGiven<T>(value: T | undefined, isWrong: (value: T) => boolean): boolean {
  return value !== undefined && isWrong(value);
}
