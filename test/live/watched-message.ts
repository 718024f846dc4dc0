export const WATCH = `subscription Watch($trackingId: ID!, $after: String) {
  viberMessageUpdated(trackingId: $trackingId, after: $after) {
    cursor
    isLast
    viberMessage { id trackingId status { state } }
  }
}`;

export interface Watched {
  readonly viberMessageUpdated: {
    readonly cursor: string;
    readonly isLast: boolean;
    readonly viberMessage: { readonly status: { readonly state: string } };
  };
}

export const stateOf = ({ viberMessageUpdated }: Watched): string => viberMessageUpdated.viberMessage.status.state;
