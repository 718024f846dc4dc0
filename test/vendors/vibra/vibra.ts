import type { DeliveryStatus } from '../../../src/graph/delivery/delivery-status.type.js';
import type { DeliveryReport } from '../../../src/graph/delivery-report/delivery-report.type.js';
import type { ViberMessage } from '../../../src/graph/viber-message/viber-message.type.js';
import { createBasicAuthorization } from '../../../src/vendor-client/authorization.js';
import { createVendorClient } from '../../../src/vendor-client/create-vendor-client.js';
import { pathSegment } from '../../../src/vendor-client/path-segment.js';
import type { VendorAnswer } from '../../../src/vendor-client/vendor-client.js';
import { createAnswers, isSuccess, readCode } from '../../../src/vendors/answers.js';
import { instant } from '../../../src/vendors/instant.js';
import { isObject, type Members, members, phoneNumber, text, textId, wordTable } from '../../../src/vendors/reading.js';
import { defineVendor, type VendorCause } from '../../../src/vendors/vendor.js';

/** A made-up vendor of Viber messages and their delivery reports: all that a new vendor needs is in this folder. */
const causes: readonly VendorCause[] = [{ meaning: 'INVALID_RECIPIENT', code: 'BAD_NUMBER' }];

const answers = createAnswers({
  vendor: 'VIBRA',
  causes,
  readError: (body) => ({ code: readCode(members(body).error), errorCode: null, text: '' }),
});

function interpret<Value>(answer: VendorAnswer, read: (body: Members, asOf: string) => Value | null): Value | null {
  if (answer.status === 404) return null;
  if (!isSuccess(answer)) throw answers.refusal(answer);
  return answers.value(answer, (body, asOf) => (isObject(body) ? read(body, asOf) : null));
}

const states = wordTable<Pick<DeliveryStatus, 'state' | 'isFinal'>>({
  Waiting: { state: 'QUEUED', isFinal: false },
  Delivered: { state: 'DELIVERED', isFinal: false },
  Read: { state: 'SEEN', isFinal: true },
});

function readStatus(body: Members): DeliveryStatus {
  const vendorStatus = text(body.state);
  const { state, isFinal } = states(vendorStatus) ?? { state: 'UNKNOWN', isFinal: false };
  return { state, isFinal, vendorStatus, detailedStatus: null, description: null, updatedAt: instant(body.at) };
}

function readMessage(body: Members, asOf: string): ViberMessage | null {
  const trackingId = textId(body.id);
  if (trackingId === null) return null;
  return {
    ...NOTHING_MORE,
    __typename: 'ViberMessage',
    trackingId,
    asOf,
    to: phoneNumber(body.to),
    status: readStatus(body),
    content: { kind: 'TEXT', text: text(body.text), imageUrl: null, action: null, file: null, video: null },
  };
}

const NOTHING_MORE = {
  template: null,
  from: null,
  groups: null,
  country: null,
  applicationName: null,
  originatingService: null,
  direction: null,
  ttlSeconds: null,
  price: null,
  isSession: null,
  sessionId: null,
  expireOnDelivery: null,
  campaignTrackingId: null,
  campaignName: null,
};

function readReport(body: Members, asOf: string): DeliveryReport | null {
  const messageId = textId(body.id);
  if (messageId === null) return null;
  const status = readStatus(body);
  const isDelivered = status.state === 'DELIVERED' || status.state === 'SEEN';
  return {
    __typename: 'DeliveryReport',
    asOf,
    messageId,
    extraId: textId(body.reference),
    phoneNumber: phoneNumber(body.to),
    status,
    codes: null,
    deliveredVia: isDelivered ? 'VIBER' : null,
    lastChannel: 'VIBER',
    reportedAt: status.updatedAt,
    clicks: null,
    totalSmsParts: null,
    deliveredSmsParts: null,
    matchingTemplateId: null,
    started: null,
    processing: null,
    attempts: null,
    plan: null,
  };
}

const MAX_BYTES = 1024 * 1024;
const headers = { accept: 'application/json' };

export const vibra = defineVendor({
  name: 'VIBRA',
  title: 'Vibra',
  members: {
    url: { kind: 'ADDRESS', defaultText: 'https://api.vibra.example', meaning: 'where the API is' },
    user: { kind: 'USER', meaning: 'user of the account' },
    password: { kind: 'SECRET', meaning: 'its password' },
  },
  serves: ['viberMessages', 'deliveryReports'],
  causes,
  callbacks: {
    sendsBatches: true,
    /** A body about a report names its reference, or null. */
    read(body, asOf) {
      const value =
        isObject(body) && text(body.state) !== null
          ? 'reference' in body
            ? readReport(body, asOf)
            : readMessage(body, asOf)
          : null;
      return value && { values: [value], sentIds: {} };
    },
  },
  open({ url, user, password }, deps) {
    const client = createVendorClient({
      ...deps,
      vendor: 'VIBRA',
      authorization: createBasicAuthorization(user, password),
    });
    const read = <Value>(
      route: string,
      path: string,
      value: (body: Members, asOf: string) => Value | null,
      operation: Parameters<typeof client.read>[1],
    ) =>
      client.read<Value | null>(
        {
          method: 'GET',
          route,
          url: `${url}${path}`,
          headers,
          maxBytes: MAX_BYTES,
          interpret: (answer) => interpret(answer, value),
          about: path.slice(path.lastIndexOf('/') + 1),
          keepFor: () => 60_000,
        },
        operation,
      );
    return {
      sources: {
        viberMessages: {
          get: async (id, operation) =>
            read('/messages/{id}', `/messages/${pathSegment(id, ['trackingId'])}`, readMessage, operation),
        },
        deliveryReports: {
          get: async (key, _form, operation) =>
            'messageId' in key
              ? read(
                  '/reports/{id}',
                  `/reports/${pathSegment(key.messageId, ['by', 'messageId'])}`,
                  readReport,
                  operation,
                )
              : read(
                  '/reports/of/{reference}',
                  `/reports/of/${pathSegment(key.extraId, ['by', 'extraId'])}`,
                  readReport,
                  operation,
                ),
        },
      },
      probe: (operation) => read('/messages/{id}', '/messages/none', readMessage, operation),
      forget: ({ id }) => client.forget(id),
      state: () => client.state(),
      close: () => client.close(),
    };
  },
  standIn: async () => (await import('./stand-in.js')).standIn,
});
