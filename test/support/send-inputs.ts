import fc from 'fast-check';

/** Inputs of paid sends, most of whose members keep their rules. */

const mostly = <Value, Other>(valid: readonly Value[], broken: readonly Other[]): fc.Arbitrary<Value | Other> =>
  fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...valid) },
    ...broken.map((value) => ({ weight: 1, arbitrary: fc.constant(value) })),
  );

/** An object of which every member but the required ones may be left out or null. */
const members = <Required extends object>(
  required: { readonly [Name in keyof Required]: fc.Arbitrary<Required[Name]> },
  optional: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    {
      ...required,
      ...Object.fromEntries(Object.entries(optional).map(([name, one]) => [name, fc.option(one, { freq: 1 })])),
    },
    { requiredKeys: Object.keys(required) },
  );

const key = mostly(['key-1'], ['', 'k'.repeat(256), 'a\ud800']);
const text = mostly(['Hello', 'Hi [~{name}], 😀', 'x'.repeat(1000)], ['', 'x'.repeat(1001), 'a\ud83d']);
const id = mostly(['sender-1'], ['']);
const phoneNumber = mostly(['+306912345678', '+35797123456', '+881612345678'], ['69', '+30 691']);
const label = mostly(['spring', ''], ['l'.repeat(351)]);
const url = mostly(['https://example.com/a'], ['http://example.com/a', 'https://localhost/a', 'text']);
const ttl = mostly([60, 600, 86_400], [0, 29, 31, 33, 86_401]);
const flag = fc.boolean();

const action = members({
  caption: mostly(['Buy'], ['', 'x'.repeat(31)]),
  targetUrl: mostly(['https://example.com', 'http://example.com'], ['javascript:1']),
});
const file = members({ name: mostly(['terms'], ['x'.repeat(26)]), type: mostly(['pdf', 'DOCX'], ['exe']), url });
const video = members({
  url,
  thumbnailUrl: url,
  sizeMegabytes: mostly([0.5, 200], [0, 201]),
  durationSeconds: mostly([1, 600], [-1, 601]),
});

/** A layout that Viber has, or any parts. */
const content = fc.oneof(
  { weight: 8, arbitrary: members({ text }) },
  { weight: 1, arbitrary: members({ imageUrl: url }) },
  { weight: 1, arbitrary: members({ text, action }) },
  { weight: 1, arbitrary: members({ file }) },
  { weight: 1, arbitrary: members({ text, video }) },
  { weight: 1, arbitrary: members({}, { text, imageUrl: url, action, file, video }) },
);
const template = members(
  { templateId: mostly(['5b1f3f0e-0b0a-4c4e-9f43-0d2a4a3c1b2d'], ['welcome']), language: mostly(['el'], ['']) },
  {
    parameters: fc.array(members({ name: mostly(['pin', 'name'], ['']), value: text }), { maxLength: 2 }),
    deliveryScope: fc.constantFrom('PRIMARY_DEVICE', 'ALL_DEVICES'),
  },
);
const message = (shareOfTemplates: number) =>
  fc.oneof(
    { weight: 10 - shareOfTemplates, arbitrary: content.map((one) => ({ content: one })) },
    { weight: shareOfTemplates, arbitrary: template.map((one) => ({ template: one })) },
  );

export const campaignInputs = members(
  {
    idempotencyKey: key,
    senderId: id,
    recipients: fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .uniqueArray(phoneNumber, { minLength: 1, maxLength: 3 })
          .map((phoneNumbers) => ({ phoneNumbers })),
      },
      {
        weight: 1,
        arbitrary: members({}, { phoneNumbers: fc.array(phoneNumber), contactIds: fc.array(id), groups: fc.array(id) }),
      },
    ),
    content,
  },
  {
    name: mostly(['Spring', 'A-1'], ['x', 'Άνοιξη']),
    scheduledAt: mostly(['2999-01-01T00:00Z'], ['2020-01-01T00:00Z']),
    fallbackValues: fc.array(members({ label: mostly(['name'], ['']), value: text }), { maxLength: 2 }),
    ttlSeconds: ttl,
    isSession: flag,
    statusCallbackUrl: url,
    inboundCallbackUrl: url,
    label,
  },
);

export const messageInputs = members(
  { idempotencyKey: key, senderId: id, to: phoneNumber, message: message(4) },
  { ttlSeconds: ttl, isSession: flag, statusCallbackUrl: url, inboundCallbackUrl: url, label },
);

const states = (allowed: readonly string[]) =>
  fc.array(mostly(allowed, ['QUEUED', 'SEEN']), { minLength: 1, maxLength: 2 });
const repeat = mostly([0, 10], [-1, 11]);
const say = members(
  { text, language: mostly(['el-GR'], ['xx']), voice: fc.constantFrom('FEMALE', 'MALE') },
  { repeat, bargeIn: flag },
);
const step = (shareOfTemplates: number) =>
  fc.oneof(
    members(
      { senderId: id, message: message(shareOfTemplates) },
      {
        ttlSeconds: ttl,
        expireOnDelivery: flag,
        label,
        inboundCallbackUrl: url,
        failoverOn: states(['EXPIRED', 'FAILED', 'UNDELIVERED']),
      },
    ).map((viber) => ({ viber })),
    members(
      { from: mostly(['Shop', '+306912345678'], ['', 'A very long name']), text },
      { ttlSeconds: ttl, isFlash: flag, transcode: flag, label, failoverOn: states(['FAILED', 'UNDELIVERED']) },
    ).map((sms) => ({ sms })),
    members(
      {
        from: mostly(['+302101234567'], ['']),
        verbs: fc.array(
          fc.oneof(
            say.map((one) => ({ say: one })),
            members({ url }, { repeat }).map((play) => ({ play })),
          ),
          {
            minLength: 0,
            maxLength: 2,
          },
        ),
      },
      { onMachine: fc.constantFrom('HANGUP', 'CONTINUE'), failoverOn: states(['UNDELIVERED', 'DELIVERED']) },
    ).map((voice) => ({ voice })),
  );

export const flowInputs = members(
  {
    idempotencyKey: key,
    to: phoneNumber,
    steps: fc.constantFrom(0, 5, 10).chain((share) => fc.array(step(share), { maxLength: 3 })),
  },
  { statusCallbackUrl: url, statusCallbackStrategy: fc.constantFrom('ON_STEP', 'ON_COMPLETION') },
);
