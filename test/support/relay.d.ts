/** What tests use of Relay's packages, which come without types. */
declare module 'relay-compiler' {
  /** Where the compiler's binary for this platform is. */
  const binary: string;
  export default binary;
}

declare module 'relay-runtime' {
  /** What the compiler makes of an operation. */
  export interface RelayArtifact {
    readonly kind: string;
  }

  class RelayEnvironment {
    constructor(parts: { network: RelayNetwork; store: RelayStore });
    getNetwork(): {
      execute(
        request: { name: string; text: string; operationKind: string; id: null; metadata: object },
        variables: Readonly<Record<string, unknown>>,
        cacheConfig: { force: boolean },
      ): { toPromise(): Promise<unknown> };
    };
  }
  class RelayNetwork {
    private readonly network: unknown;
    static create(
      fetch: (
        request: { text: string | null; operationKind?: string },
        variables: Readonly<Record<string, unknown>>,
      ) => Promise<unknown>,
      subscribe?: (request: { text: string | null }, variables: Readonly<Record<string, unknown>>) => unknown,
    ): RelayNetwork;
  }
  class RelayStore {
    constructor(source: RelayRecordSource);
  }
  class RelayRecordSource {
    private readonly records: unknown;
  }

  const runtime: {
    readonly Environment: typeof RelayEnvironment;
    readonly Network: typeof RelayNetwork;
    readonly Store: typeof RelayStore;
    readonly RecordSource: typeof RelayRecordSource;
    fetchQuery<Data>(
      environment: RelayEnvironment,
      query: RelayArtifact,
      variables: Readonly<Record<string, unknown>>,
    ): { toPromise(): Promise<Data | undefined> };
    readonly Observable: {
      create(
        source: (sink: { next(value: unknown): void; error(error: unknown): void; complete(): void }) => () => void,
      ): unknown;
    };
    requestSubscription<Data>(
      environment: RelayEnvironment,
      config: {
        readonly subscription: RelayArtifact;
        readonly variables: Readonly<Record<string, unknown>>;
        readonly onNext: (data: Data) => void;
        readonly onError: (error: unknown) => void;
        readonly onCompleted: () => void;
      },
    ): { dispose(): void };
  };
  export default runtime;
}
