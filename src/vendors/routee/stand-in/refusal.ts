import { sendJson, type Reply, type TrackingFailure } from '../../../sandbox/reply.js';

/** An error of Routee's API: HTTP status (3 digits), module (3), error (3) (Routee docs: error codes). */
export interface Refusal {
  readonly code: string;
  readonly text: string;
  /** Distinguishes causes of one code. Where it stands is not documented: in a member of its own, or inside the text. */
  readonly errorCode?: string;
  readonly errorCodeIn?: 'member' | 'text';
  /** The code as a JSON number instead of text. */
  readonly codeIsNumber?: boolean;
  readonly property?: string;
}

export function refuse(refusal: Refusal): Reply {
  const { code, errorCode, property } = refusal;
  const inText = errorCode !== undefined && refusal.errorCodeIn === 'text';
  const developerMessage = inText ? `${refusal.text} (errorCode: ${errorCode})` : refusal.text;
  return sendJson(Number(code.slice(0, 3)), {
    code: refusal.codeIsNumber ? Number(code) : code,
    developerMessage,
    ...(errorCode !== undefined && !inText && { errorCode }),
    ...(property !== undefined && { errors: [{ code, developerMessage, property }] }),
  });
}

/** For a rule without a documented cause. */
export function refuseInput(text: string, property?: string): Reply {
  return refuse({ code: '400000000', text: `Validation error: ${text}`, property });
}

/** 401 and 403 have another shape (Routee docs: authentication). */
export function refuseToken(status: 401 | 403, error: string, message: string): Reply {
  return sendJson(
    status,
    { error, message },
    status === 401 ? { 'www-authenticate': 'Bearer realm="oauth2-resource"' } : {},
  );
}

/** What tracking answers instead of a thing that was sent; null for nothing. */
export function failureAt(
  { trackingFailure }: { readonly trackingFailure?: TrackingFailure },
  now: number,
  absence: Refusal,
): Reply | null {
  if (!trackingFailure || now >= trackingFailure.until) return null;
  return trackingFailure.reply === 'absent' ? refuse(absence) : trackingFailure.reply;
}

export const refusals = {
  campaignNotFound: { code: '404009001', text: 'Campaign was not found' },
  campaignNotScheduled: { code: '400009002', text: 'Campaign is not Scheduled' },
  messageNotFound: { code: '404019006', text: 'viberTracking was not found' },
  flowNotFound: { code: '404000000', text: 'Failover tracking was not found' },
  contactNotFound: { code: '404002001', text: 'The contact id does not exist' },
  senderNotFound: { code: '404020001', text: 'The sender id is not correct' },
  campaignNameTaken: { code: '409009003', text: 'The account already has a campaign with this name' },
  balance: { code: '400001009', text: 'Not enough balance' },
  recipient: { code: '400019002', errorCode: '001', text: 'A recipient number is not in the right format' },
  combination: { code: '400019002', errorCode: '007', text: 'Unsupported combination of text, image, file and action' },
  fileSize: { code: '400019002', errorCode: '016', text: 'The file is larger than 600 KB' },
  fileType: { code: '400019002', errorCode: '019', text: 'The file type is not supported' },
  sessionLayout: { code: '400019002', errorCode: '020', text: 'A session campaign does not allow this layout' },
  videoCombination: {
    code: '400019002',
    text: 'Unsupported combination with a video: Video, Video + Text and Video + Text + Image are supported',
  },
  videoInSession: { code: '400019002', text: 'Video is not supported by a session message' },
  imageUrl: { code: '400000000', text: 'The image URL is not valid' },
  imageUrlLength: { code: '400000000', text: 'The image URL is longer than 1000 characters' },
  imageUrlScheme: { code: '400000000', text: 'The image URL must be https' },
  ttl: { code: '400000000', text: 'The ttl must not be greater than 86400' },
  thumbnail: { code: '400000000', text: 'SRVC_BAD_THUMBNAIL: the thumbnail URL is longer than 1000 characters' },
  videoSize: { code: '400000000', text: 'The video file is bigger than 200 MB' },
  videoDuration: { code: '400000000', text: 'The video is longer than 600 seconds' },
} as const satisfies Record<string, Refusal>;
