import { partId, sandboxIds } from '../support/sandbox.js';
import type { RunningService } from '../support/running-service.js';

/** A page as every client here asks for it. */
export interface CampaignPage {
  readonly campaign: {
    readonly id: string;
    readonly messages: {
      readonly totalCount: number;
      readonly edges: readonly {
        readonly cursor: string;
        readonly node: { readonly id: string; readonly trackingId: string };
      }[];
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly hasPreviousPage: boolean;
        readonly startCursor: string | null;
        readonly endCursor: string | null;
      };
    };
  };
}

export type PageVariables = Readonly<{
  trackingId: string;
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}>;

export const CAMPAIGN_PAGE = `
  query CampaignPage($trackingId: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    campaign(trackingId: $trackingId) {
      __typename
      id
      messages(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        edges { cursor node { __typename id trackingId } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }`;

export const trackingId = sandboxIds.campaign237;
export const MESSAGES = 237;
/** It does not divide 237, so that the last page is a short one. */
export const PAGE_SIZE = 50;
export const PAGES = 5;

export const everyTrackingId = (): string[] =>
  Array.from({ length: MESSAGES }, (_, index) => partId(trackingId, index + 1));

export const trackingIdsOf = ({ campaign }: CampaignPage): string[] =>
  campaign.messages.edges.map(({ node }) => node.trackingId);

/** The order of the campaign, read without any client: what all of them have to agree on. */
export async function readOrder(service: RunningService): Promise<string[]> {
  const order: string[] = [];
  let after: string | null = null;
  do {
    const page: CampaignPage = await service.read<CampaignPage>(CAMPAIGN_PAGE, { trackingId, first: 100, after });
    order.push(...trackingIdsOf(page));
    const { hasNextPage, endCursor } = page.campaign.messages.pageInfo;
    after = hasNextPage ? endCursor : null;
  } while (after !== null);
  return order;
}

/** Pages one way to the end by a function that gives one page. @returns every page */
export async function readPages(
  way: 'forward' | 'backward',
  readPage: (variables: PageVariables) => Promise<CampaignPage>,
): Promise<CampaignPage[]> {
  const pages: CampaignPage[] = [];
  let cursor: string | null = null;
  do {
    const page: CampaignPage = await readPage(
      way === 'forward'
        ? { trackingId, first: PAGE_SIZE, after: cursor }
        : { trackingId, last: PAGE_SIZE, before: cursor },
    );
    pages.push(page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.campaign.messages.pageInfo;
    if (way === 'forward') cursor = hasNextPage ? endCursor : null;
    else cursor = hasPreviousPage ? startCursor : null;
  } while (cursor !== null);
  return pages;
}
