/** The answer to one operation over HTTP. */
export interface OperationAnswer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly codes: readonly string[];
  readonly errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
}

interface Body {
  readonly data?: OperationAnswer['data'];
  readonly errors?: OperationAnswer['errors'];
}

/** Asks over a connection of fetch's own pool; nothing remembered answers it. */
export async function ask(url: string, query: string): Promise<OperationAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' },
    body: JSON.stringify({ query }),
  });
  const { data = null, errors = [] } = (await response.json()) as Body;
  const codes = errors.map(({ extensions }) => String(extensions['code']));
  return { status: response.status, data, codes, errors };
}

export const messageQuery = (id: string): string =>
  `{ viberMessage(trackingId: ${JSON.stringify(id)}) { trackingId to status { state } price } }`;

/** The largest page of a campaign that is asked for at once. */
export const pageQuery = (campaign: string): string =>
  `{ campaign(trackingId: ${JSON.stringify(campaign)}) { messages(first: 100) { totalCount nodes { to price } } } }`;

export const reportQuery = (extraId: string): string =>
  `{ deliveryReport(by: { extraId: ${JSON.stringify(extraId)} }) { status { state } } }`;
