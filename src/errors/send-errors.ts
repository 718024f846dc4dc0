/** The codes of the rules of a send, checked by this graph or reported by a vendor: a part of the catalogue. */
export const sendErrors = {
  INSUFFICIENT_BALANCE: {
    category: 'FAILED_PRECONDITION',
    message: 'The balance of the vendor account is too low for this send.',
    remedy: 'Top up the account at the vendor, then send again under the same idempotency key.',
  },
  INVALID_RECIPIENT: {
    category: 'BAD_REQUEST',
    message: 'A recipient is not a phone number in E.164 form: + and digits.',
    remedy: 'Write the number as + and digits only, country code first.',
  },
  UNSUPPORTED_CONTENT_COMBINATION: {
    category: 'BAD_REQUEST',
    message: 'These parts cannot be combined in one Viber message or flow.',
    remedy:
      'Use one of the layouts: text, image, text and action, text, image and action, file, video, video and text, video, text and image. With a template: no label, session or address for replies, and a template in every Viber step of the flow.',
  },
  FILE_TOO_LARGE: {
    category: 'BAD_REQUEST',
    message: 'The file is larger than the vendor accepts.',
    remedy: 'Send a file of at most 600 KB.',
  },
  UNSUPPORTED_FILE_TYPE: {
    category: 'BAD_REQUEST',
    message: 'The vendor does not support this file type.',
    remedy: 'Use a documented document, PDF or spreadsheet type such as docx, pdf or xlsx.',
  },
  UNSUPPORTED_SESSION_CONTENT: {
    category: 'BAD_REQUEST',
    message: 'A session message can only be a text, an image or a file.',
    remedy: 'Send a text, an image or a file, or leave isSession false.',
  },
  VIDEO_NOT_ALLOWED_IN_SESSION: {
    category: 'BAD_REQUEST',
    message: 'A session message cannot carry a video.',
    remedy: 'Leave out the video, or leave isSession false.',
  },
  UNSUPPORTED_VIDEO_COMBINATION: {
    category: 'BAD_REQUEST',
    message: 'Viber does not support this combination with a video.',
    remedy: 'Use a video alone, with a text, or with a text and an image.',
  },
  INVALID_THUMBNAIL_URL: {
    category: 'BAD_REQUEST',
    message: 'The URL of the video thumbnail is not allowed.',
    remedy: 'Use an https URL on a public host of at most 1000 characters.',
  },
  IMAGE_URL_TOO_LONG: {
    category: 'BAD_REQUEST',
    message: 'The URL of the image is longer than 1000 characters.',
    remedy: 'Use a URL of at most 1000 characters.',
  },
  IMAGE_URL_NOT_SECURE: {
    category: 'BAD_REQUEST',
    message: 'The URL of the image is not an https URL.',
    remedy: 'Serve the image over https.',
  },
  INVALID_IMAGE_URL: {
    category: 'BAD_REQUEST',
    message: 'The URL of the image is not a valid URL on a public host.',
    remedy: 'Use a complete https URL on a public host.',
  },
  VIDEO_TOO_LONG: {
    category: 'BAD_REQUEST',
    message: 'The video lasts longer than 600 seconds.',
    remedy: 'Use a video of at most 600 seconds.',
  },
  VIDEO_TOO_LARGE: {
    category: 'BAD_REQUEST',
    message: 'The video is larger than 200 MB.',
    remedy: 'Use a video of at most 200 MB.',
  },
  TTL_OUT_OF_RANGE: {
    category: 'BAD_REQUEST',
    message: 'The time to live is not one that this send can have.',
    remedy: 'Use the range and the unit that the message of the violation names, or leave it out.',
  },
  CONTACT_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'A contact of this send does not exist at the vendor.',
    remedy: 'Check the contact ids.',
  },
  SENDER_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'The sender does not exist at the vendor.',
    remedy: 'Check the sender id.',
  },
  CAMPAIGN_NAME_TAKEN: {
    category: 'CONFLICT',
    message: 'The account already has a campaign with this name.',
    remedy: 'Choose another name; nothing was sent by this request.',
  },
} as const;
