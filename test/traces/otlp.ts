import type { ReceivedSpan } from './collector.js';

/** The spans of one export. @see https://github.com/open-telemetry/opentelemetry-proto trace/v1/trace.proto */
export function readSpans(contentType: string | undefined, body: Buffer): ReceivedSpan[] {
  if (contentType === 'application/json') return readJson(JSON.parse(body.toString()) as JsonRequest);
  if (contentType === 'application/x-protobuf') return readProtobuf(body);
  throw new Error(`no content type of OTLP: ${contentType}`);
}

// ---- JSON -----------------------------------------------------------------------------------------------------------

type JsonValue = Readonly<Record<string, unknown>>;
interface JsonAttribute {
  readonly key: string;
  readonly value: JsonValue;
}
interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly JsonAttribute[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code: number };
}
interface JsonRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly JsonAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly JsonSpan[] }[];
  }[];
}

const readJson = ({ resourceSpans }: JsonRequest): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(
        ({ traceId, spanId, parentSpanId = '', traceState = '', name, kind, attributes, links = [], status }) => ({
          traceId,
          spanId,
          parentSpanId,
          traceState,
          name,
          kind,
          attributes: readAttributes(attributes),
          links: links.map((link) => ({ traceId: link.traceId, spanId: link.spanId })),
          status: status.code,
          resource: readAttributes(resource.attributes),
        }),
      ),
    ),
  );

const readAttributes = (attributes: readonly JsonAttribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]));

function readValue(value: JsonValue): unknown {
  const [[kind, content] = []] = Object.entries(value);
  if (kind === 'intValue') return Number(content);
  if (kind === 'arrayValue') return (content as { values: JsonValue[] }).values.map(readValue);
  return content;
}

// ---- protobuf -------------------------------------------------------------------------------------------------------

/** Fields by their number; a message is read from its bytes where it is needed. */
type Fields = ReadonlyMap<number, readonly (number | Buffer)[]>;

function readFields(bytes: Buffer): Fields {
  const fields = new Map<number, (number | Buffer)[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    const width = wire === 0 ? 0 : wire === 1 ? 8 : wire === 5 ? 4 : varint();
    const value = wire === 0 ? varint() : bytes.subarray(at, at + width);
    at += width;
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

const messages = (fields: Fields, number: number): Fields[] =>
  (fields.get(number) ?? []).map((bytes) => readFields(bytes as Buffer));
const bytesOf = (fields: Fields, number: number): Buffer => (fields.get(number)?.[0] ?? Buffer.alloc(0)) as Buffer;
const numberOf = (fields: Fields, number: number): number => (fields.get(number)?.[0] ?? 0) as number;

const readProtobuf = (body: Buffer): ReceivedSpan[] =>
  messages(readFields(body), 1).flatMap((resourceSpans) =>
    messages(resourceSpans, 2).flatMap((scopeSpans) =>
      messages(scopeSpans, 2).map((span) => ({
        traceId: bytesOf(span, 1).toString('hex'),
        spanId: bytesOf(span, 2).toString('hex'),
        traceState: bytesOf(span, 3).toString(),
        parentSpanId: bytesOf(span, 4).toString('hex'),
        name: bytesOf(span, 5).toString(),
        kind: numberOf(span, 6),
        attributes: attributesOf(messages(span, 9)),
        links: messages(span, 13).map((link) => ({
          traceId: bytesOf(link, 1).toString('hex'),
          spanId: bytesOf(link, 2).toString('hex'),
        })),
        status: messages(span, 15).map((status) => numberOf(status, 3))[0] ?? 0,
        resource: attributesOf(messages(resourceSpans, 1).flatMap((resource) => messages(resource, 1))),
      })),
    ),
  );

const attributesOf = (pairs: readonly Fields[]): Record<string, unknown> =>
  Object.fromEntries(pairs.map((pair) => [bytesOf(pair, 1).toString(), valueOf(messages(pair, 2)[0]!)]));

function valueOf(value: Fields): unknown {
  if (value.has(1)) return bytesOf(value, 1).toString();
  if (value.has(2)) return numberOf(value, 2) === 1;
  if (value.has(3)) return numberOf(value, 3);
  return messages(value, 5).flatMap((array) => messages(array, 1).map(valueOf));
}
