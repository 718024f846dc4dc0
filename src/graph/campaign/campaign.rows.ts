import { readDecimal } from '../../decimal.js';
import { DeliveryState } from '../delivery/delivery-status.type.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';

/** What can change of a message. A price is a number, or a decimal number as text. */
export interface RowChange extends Pick<ViberMessage, 'status' | 'country'> {
  readonly price: number | string | null;
}

/** A number that stands for a phone number: only the key of this process shows which. */
export type RecipientDigest = (phoneNumber: string) => readonly [high: number, low: number];

const STATES = Object.values(DeliveryState);
const FINAL = 0x80;
/** Its columns, its place in the list and in the index of ids, and the headers of its id's text, bytes, roughly. */
const ROW_BYTES = 120;

/** An entry of a map, and the header of the text, bytes, roughly. */
const SESSION_BYTES = 60;

const sessionBytes = ({ sessionId }: ViberMessage): number =>
  sessionId === null ? 0 : SESSION_BYTES + sessionId.length;

/** How much memory a campaign of so many messages takes, bytes, by the ids of some of them. */
export function bytesOfRows(total: number, some: readonly (ViberMessage | null)[]): number {
  const lengths = some.reduce(
    (sum, message) => sum + (message ? message.trackingId.length + sessionBytes(message) : 0),
    0,
  );
  return Math.ceil(total * (ROW_BYTES + (some.length === 0 ? 0 : lengths / some.length)));
}

/** Texts of which few are distinct, as numbers; 0 for none. */
class Dictionary {
  readonly #texts: (string | null)[] = [null];
  readonly #numbers = new Map<string, number>();

  constructor(private readonly most: number) {}

  numberOf(text: string | null): number {
    if (text === null) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length > this.most) return 0;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  text(number: number): string | null {
    return this.#texts[number] ?? null;
  }
}

/**
 * The messages of a campaign in the vendor's order, in columns: 120 bytes a message and its id, where the message itself
 * takes 2 KB. No text and no phone number is in it.
 */
export class CampaignRows {
  #ids: (string | null)[] = [];
  readonly #places = new Map<string, number>();
  /** The index of the state; with FINAL added for one that is final. */
  #states = new Uint8Array();
  #countries = new Uint16Array();
  #prices = new Uint32Array();
  /** When the state was reached, epoch milliseconds; NaN where the vendor does not say. */
  #times = new Float64Array();
  #recipients = new Uint32Array();
  #groups = new Uint16Array();
  /** By message id: most messages belong to no session. */
  readonly #sessions = new Map<string, string>();
  readonly #groupLists = new Dictionary(0xffff);
  readonly #countryNames = new Dictionary(0xffff);
  readonly #priceTexts = new Dictionary(0xffff_ffff);

  constructor(readonly digest: RecipientDigest) {}

  /** Grows with each change, so that what was computed of the rows can be kept. */
  version = 0;

  /** How many places there are; some may be empty. */
  get length(): number {
    return this.#ids.length;
  }

  /** The places from 0 on that the campaign has; those beyond are dropped. */
  resize(total: number): void {
    for (let place = total; place < this.#ids.length; place++) this.#remove(place);
    if (total > this.#states.length) this.#grow(total);
    const before = this.#ids.length;
    this.#ids.length = total;
    if (total > before) this.#ids.fill(null, before);
  }

  /**
   * @param message null for a row that the vendor gave without its id
   * @returns the place that its message had until now, where that is another one; null for none
   */
  set(place: number, message: ViberMessage | null): number | null {
    if (place >= this.#ids.length) this.resize(place + 1);
    const id = message?.trackingId ?? null;
    if (this.#ids[place] !== id) this.#remove(place);
    if (message === null || id === null) return null;
    const before = this.#places.get(id);
    const movedFrom = before === undefined || before === place ? null : before;
    const sessionId = message.sessionId ?? this.#sessions.get(id);
    if (movedFrom !== null) {
      this.#countries[place] = this.#countries[movedFrom]!;
      this.#prices[place] = this.#prices[movedFrom]!;
      this.#groups[place] = this.#groups[movedFrom]!;
      this.#remove(movedFrom);
    }
    if (message.groups !== null) this.#groups[place] = this.#groupLists.numberOf(JSON.stringify(message.groups));
    if (sessionId !== undefined) this.#sessions.set(id, sessionId);
    this.#places.set(id, place);
    this.#ids[place] = id;
    const [high, low] = message.to === null ? [0, 0] : this.digest(message.to);
    this.#recipients[2 * place] = high;
    this.#recipients[2 * place + 1] = low;
    this.change(place, message);
    return movedFrom;
  }

  /** A country and a price that are not reported stay as they were. */
  change(place: number, { status, country, price }: RowChange): void {
    this.version++;
    this.#states[place] = STATES.indexOf(status.state) + (status.isFinal ? FINAL : 0);
    this.#times[place] = status.updatedAt === null ? Number.NaN : Date.parse(status.updatedAt);
    if (country !== null) this.#countries[place] = this.#countryNames.numberOf(country);
    if (price !== null) this.#prices[place] = this.#priceTexts.numberOf(readDecimal(price));
  }

  placeOf(id: string): number | undefined {
    return this.#places.get(id);
  }

  id(place: number): string | null {
    return this.#ids[place] ?? null;
  }

  state(place: number): DeliveryState {
    return STATES[this.#states[place]! & ~FINAL]!;
  }

  isFinal(place: number): boolean {
    return this.#states[place]! >= FINAL;
  }

  /** Whether only SEEN, or EXPIRED with expireOnDelivery, may still follow. */
  isSettled(place: number): boolean {
    return this.isFinal(place) || this.state(place) === 'DELIVERED';
  }

  isAllFinal(): boolean {
    for (let place = 0; place < this.length; place++) if (this.id(place) !== null && !this.isFinal(place)) return false;
    return this.length > 0;
  }

  country(place: number): string | null {
    return this.#countryNames.text(this.#countries[place]!);
  }

  /** A decimal number as readDecimal writes it. */
  price(place: number): string | null {
    return this.#priceTexts.text(this.#prices[place]!);
  }

  groups(place: number): string[] | null {
    const list = this.#groupLists.text(this.#groups[place]!);
    return list === null ? null : (JSON.parse(list) as string[]);
  }

  sessionId(place: number): string | null {
    return this.#sessions.get(this.id(place) ?? '') ?? null;
  }

  time(place: number): number {
    return this.#times[place]!;
  }

  isTo(place: number, [high, low]: readonly [high: number, low: number]): boolean {
    return this.#recipients[2 * place] === high && this.#recipients[2 * place + 1] === low;
  }

  #remove(place: number): void {
    const id = this.#ids[place] ?? null;
    if (id === null) return;
    this.version++;
    this.#ids[place] = null;
    this.#countries[place] = 0;
    this.#prices[place] = 0;
    this.#groups[place] = 0;
    if (this.#places.get(id) !== place) return;
    this.#places.delete(id);
    this.#sessions.delete(id);
  }

  #grow(total: number): void {
    const columns = this.#columns();
    this.#states = new Uint8Array(total);
    this.#countries = new Uint16Array(total);
    this.#prices = new Uint32Array(total);
    this.#times = new Float64Array(total);
    this.#recipients = new Uint32Array(2 * total);
    this.#groups = new Uint16Array(total);
    this.#columns().forEach((column, index) => column.set(columns[index]!));
  }

  #columns() {
    return [this.#states, this.#countries, this.#prices, this.#times, this.#recipients, this.#groups] as const;
  }
}
