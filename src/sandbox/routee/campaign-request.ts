import { checkShape, dropNulls, type Shape } from '../http/shape.js';

/** The body of POST /viber/campaign (Routee docs: send a Viber campaign). */
export interface CampaignRequest {
  readonly senderInfoTrackingId?: string;
  readonly to?: readonly string[];
  readonly contacts?: readonly string[];
  readonly groups?: readonly string[];
  readonly campaignName?: string;
  readonly isSessionMessage?: boolean;
  readonly scheduledDate?: string;
  readonly respectQuietHours?: boolean;
  readonly body?: CampaignBody;
  /** Seconds. */
  readonly ttl?: number;
  readonly callbackUrl?: string;
  readonly inboundUrl?: string;
  readonly label?: string;
}

export interface CampaignBody {
  readonly text?: string;
  readonly imageURL?: string;
  readonly action?: { readonly caption?: string; readonly targetUrl?: string };
  readonly viberFile?: { readonly fileName?: string; readonly fileType?: string; readonly fileUrl?: string };
  /** Size in MB, duration in seconds. */
  readonly viberVideo?: {
    readonly videoURL?: string;
    readonly videoThumbnail?: string;
    readonly fileSize?: number;
    readonly duration?: number;
  };
  readonly fallbackValues?: Readonly<Record<string, string>>;
}

const shape: Shape = {
  senderInfoTrackingId: 'string',
  to: 'strings',
  contacts: 'strings',
  groups: 'strings',
  campaignName: 'string',
  isSessionMessage: 'boolean',
  scheduledDate: 'string',
  respectQuietHours: 'boolean',
  body: {
    text: 'string',
    imageURL: 'string',
    action: { caption: 'string', targetUrl: 'string' },
    viberFile: { fileName: 'string', fileType: 'string', fileUrl: 'string' },
    viberVideo: { videoURL: 'string', videoThumbnail: 'string', fileSize: 'number', duration: 'number' },
    fallbackValues: 'texts by name',
  },
  ttl: 'number',
  callbackUrl: 'string',
  inboundUrl: 'string',
  label: 'string',
};

/**
 * The request, or which member is wrong. Members that are not documented are refused: Routee may well ignore them, but
 * here a misspelt one should be noticed.
 */
export function readCampaignRequest(text: string): { request: CampaignRequest } | { wrong: string } {
  let parsed: unknown;
  try {
    parsed = dropNulls(JSON.parse(text));
  } catch {
    return { wrong: 'the body' };
  }
  const wrong = checkShape(parsed, shape);
  return wrong === null ? { request: parsed as CampaignRequest } : { wrong };
}
