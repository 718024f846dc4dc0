/** Answers that are well-formed HTTP and JSON and yet not quite what was asked for. */
type Json = Record<string, unknown>;

const asObject = (body: unknown): Json => body as Json;
const asRows = (body: unknown): Json[] => asObject(body)['content'] as Json[];

export const wrongShape = (): unknown => ({ hello: 'world' });
export const arrayOfOne = (body: unknown): unknown => [body];
export const emptyArray = (): unknown => [];

/** The SMS twin of the tracking endpoint answers so; documents of the Viber one do not say. */
export const pageOfOne = (body: unknown): unknown => ({
  content: [body],
  totalPages: 1,
  totalElements: 1,
  last: true,
  first: true,
  numberOfElements: 1,
  size: 20,
  number: 0,
});

export const withoutId = (body: unknown): unknown => without(asObject(body), 'trackingId');
export const withoutStatus = (body: unknown): unknown => without(asObject(body), 'status');
export const withUnknownStatus = (body: unknown): unknown => ({
  ...asObject(body),
  status: { status: 'Teleported', date: '2026-01-01T00:00:00Z' },
});
export const withExtraMembers = (body: unknown): unknown => ({ ...asObject(body), brandNew: { nested: [1, 2, 3] } });

/** Cut in the middle of a character: JSON writes the half that is left as an escape. */
export const withCutText = (body: unknown): unknown => ({
  ...asObject(body),
  message: 'Cut in a smile \ud83d',
});

/** As the callbacks spell it: status.name, a nested body, a numeric ttl. */
export const asCallback = (body: unknown): unknown => {
  const { message, imageURL, viberAction, status, ttl, ...rest } = asObject(body);
  const { status: name, date, ...reason } = asObject(status);
  return {
    ...rest,
    ttl: Number(ttl),
    status: { name, updatedDate: date, ...reason },
    body: { text: message, imageURL, viberAction },
  };
};

/** Older pages of failover: flat statuses, words joined by commas, an SMS text under `message`. */
export const asOlderFlow = (body: unknown): unknown => ({
  ...asObject(body),
  messages: (asObject(body)['messages'] as Json[]).map((step) => {
    const { status, failoverOnStatuses, body: text, ...rest } = step;
    const { name, updatedDate, ...reason } = asObject(status);
    return {
      ...rest,
      status: { status: name, date: updatedDate, ...reason },
      failoverOnStatuses: (failoverOnStatuses as string[]).join(','),
      ...(typeof text === 'string' ? { message: text } : { body: text }),
    };
  }),
});

/** The second row of a page without its id. */
export const rowWithoutId = (body: unknown): unknown => ({
  ...asObject(body),
  content: asRows(body).map((row, index) => (index === 1 ? without(row, 'trackingId') : row)),
});

/** The second row of a page is the first one again: rows moved between two pages. */
export const rowTwice = (body: unknown): unknown => ({
  ...asObject(body),
  content: asRows(body).map((row, index, rows) => (index === 1 ? rows[0] : row)),
});

export const wrongPageNumber = (body: unknown): unknown => ({
  ...asObject(body),
  number: Number(asObject(body)['number']) + 1,
});
export const tooFewRows = (body: unknown): unknown => ({ ...asObject(body), content: asRows(body).slice(1) });

/** -1 beside an empty list, and -1 without any list: where it sits in the detailed form is not documented. */
export const minusOneOnTop = (body: unknown): unknown =>
  'reports' in asObject(body)
    ? { status: -1, reports: [], started: true, processing: true, delivered_via: 'hyber' }
    : pendingReport(body);
export const withoutReports = (body: unknown): unknown =>
  'reports' in asObject(body) ? { started: true, processing: true, delivered_via: 'hyber' } : pendingReport(body);

function pendingReport(body: unknown): Json {
  const { phone_number, message_id, extra_id } = asObject(body);
  return { phone_number, message_id, extra_id, last_partner: 'hyber', status: -1 };
}

function without(body: Json, member: string): Json {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== member));
}
