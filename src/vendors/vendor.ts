import type { MessagingErrorCode } from '../errors/catalogue.js';
import type { NounSources, SourceName } from '../graph/context.js';
import type { SubjectName } from '../graph/delivery-event/delivery-event.source.js';
import type { SendKind } from '../graph/send/send.type.js';
import type { ReportedValue } from '../graph/subject-reports.js';
import type { Operation } from '../operation.js';
import type { MagicValue } from '../sandbox/magic.js';
import type { World } from '../sandbox/world.js';
import { wellFormedJson } from '../vendor-client/answer.js';
import type { FetchedToken } from '../vendor-client/authorization.js';
import type { VendorClientOptions, VendorClientState } from '../vendor-client/create-vendor-client.js';

/**
 * One member of a vendor's account. Its variable is the vendor's name and the member's: `apiUrl` of ROUTEE is
 * ROUTEE_API_URL.
 */
export interface AccountMember {
  /**
   * ADDRESS: an http or https URL, without a slash at its end; the variable is also the default for the accounts of
   * TENANTS_FILE. SEGMENT: one part of a URL's path. TEXT: not empty. USER: a text without a colon, for HTTP Basic.
   * SECRET: a text that TENANTS_FILE names a variable for. COUNT: a whole number from 1 to `most`, the same for every
   * account.
   */
  readonly kind: 'ADDRESS' | 'SEGMENT' | 'TEXT' | 'USER' | 'SECRET' | 'COUNT';
  /** The default; a COUNT has one. A member without one must be given. */
  readonly defaultText?: string;
  readonly most?: number;
  readonly meaning: string;
}

export type AccountMembers = Readonly<Record<string, AccountMember>>;

/** An account as it was read, by its members. It holds secrets: never print it. */
export type AccountOf<Members extends AccountMembers> = {
  readonly [Name in keyof Members]: Members[Name]['kind'] extends 'COUNT' ? number : string;
};

/** What one tenant's calls to one vendor may use. */
export interface VendorDeps extends Omit<VendorClientOptions, 'vendor' | 'authorization'> {
  /** Has the processes of one start use one token of the account; absent where this process is the only one. */
  readonly shareToken?: (fetch: FetchToken) => FetchToken;
}

/** @param deadline on the clock of performance.now() */
export type FetchToken = (deadline: number) => Promise<FetchedToken>;

/** One account, opened: everything that it serves shares its connections, its authorization and its limits. */
export interface OpenVendor<Served = Partial<NounSources>> {
  readonly sources: Served;
  /** Reads an id that does not exist, for readiness: any answer proves that the vendor is reachable. */
  probe(operation: Operation): Promise<unknown>;
  /** Drops the answers about a subject that are cached: it has changed. Its id is this vendor's own. */
  forget(subject: SubjectName): void;
  /** For readiness and metrics. */
  state(): VendorClientState;
  close(): Promise<void>;
}

/** How a vendor reports one cause. All members that are given must match. */
export interface VendorCause {
  readonly meaning: MessagingErrorCode;
  readonly code: string;
  readonly errorCode?: string;
  /** Matched against the vendor's messages. */
  readonly text?: RegExp;
  /** The member of the caller's input that is refused. */
  readonly inputPath?: readonly string[];
}

/** What one body that a vendor posts reports. */
export interface CallbackReading {
  /** As reads give them. Empty for a body that is acknowledged and not stored, such as a reply of a recipient. */
  readonly values: readonly ReportedValue[];
  /** The vendor's id of what was sent, by the kind of send that it proves. */
  readonly sentIds: Readonly<Partial<Record<SendKind, string>>>;
}

/** What a vendor posts to the addresses that it is given. */
export interface VendorCallbacks {
  /** Whether one body may be an array of several. An array of another vendor counts as its shape only with a good entry. */
  readonly sendsBatches: boolean;
  /** JSON when left out. @throws where the text has no such form */
  parse?(text: string): unknown;
  /** @param asOf ISO 8601 @returns null for a body that has none of the vendor's shapes */
  read(body: unknown, asOf: string): CallbackReading | null;
}

/** A vendor on loopback with sample data, for the sandbox. */
export interface StandIn {
  /** Those that it accepts. */
  readonly credentials: Account;
  /** Values that cause faults, for docs/sandbox.md. */
  readonly magic?: readonly MagicValue[];
  /** Ids worth reading, beside those that all stand-ins share. */
  readonly ids?: readonly (readonly [id: string, shows: string])[];
  /** Paragraphs of docs/sandbox.md. */
  readonly notes?: readonly string[];
  /**
   * Rejects when the port is taken.
   * @param port 0 for a free one
   * @returns the account at it, without members that have a default
   */
  start(world: World, port: number): Promise<{ readonly account: Account; close(): Promise<void> }>;
}

interface VendorDefinition<Members extends AccountMembers, Served extends SourceName> {
  /** As errors, metrics and settings name it: capital letters. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  readonly members: Members;
  readonly serves: readonly Served[];
  /** The meanings of its codes; the first match decides. */
  readonly causes: readonly VendorCause[];
  /** Left out where it posts nothing. */
  readonly callbacks?: VendorCallbacks;
  /** Once for every tenant that has an account. */
  open(account: AccountOf<Members>, deps: VendorDeps): OpenVendor<Pick<NounSources, Served>>;
  /** Loaded with `import()`, only where the sandbox runs. */
  standIn(): Promise<StandIn>;
}

/** A vendor, with its own types closed over. */
export interface Vendor {
  readonly name: string;
  readonly title: string;
  readonly members: AccountMembers;
  readonly serves: readonly SourceName[];
  readonly causes: readonly VendorCause[];
  readonly callbacks?: Required<VendorCallbacks>;
  open(account: Account, deps: VendorDeps): OpenVendor;
  standIn(): Promise<StandIn>;
}

export type Account = Readonly<Record<string, string | number>>;

/** Accounts are read by `members`, so that `open` gets each of them. */
export const defineVendor = <const Members extends AccountMembers, const Served extends SourceName>(
  vendor: VendorDefinition<Members, Served>,
): Vendor => ({
  ...vendor,
  callbacks: vendor.callbacks && { parse: parseCallback, ...vendor.callbacks },
  open: (account, deps) => vendor.open(account as AccountOf<Members>, deps),
});

/** As answers are read: half of a surrogate pair becomes U+FFFD. */
export const parseCallback = (text: string): unknown => JSON.parse(wellFormedJson(text));
