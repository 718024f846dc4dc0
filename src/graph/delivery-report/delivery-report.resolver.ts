import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { type InputPath, requireAtMost } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import { costs, distinctItems } from '../cost.js';
import { found, loadEach } from '../loading.js';
import { requireVendorId } from '../../vendor-id.js';
import { selectionOf } from '../selection.js';
import { DeliveryReportBy, DeliveryReport } from './delivery-report.type.js';
import { findReport } from './delivery-report.loader.js';
import { reportId } from './delivery-report.id.js';
import type { ReportKey } from './delivery-report.source.js';

const MAX_REPORTS = 100;

function readKey(by: DeliveryReportBy, path: InputPath): ReportKey {
  return by.messageId == null
    ? { extraId: requireVendorId(by.extraId ?? '', [...path, 'extraId']) }
    : { messageId: requireVendorId(by.messageId, [...path, 'messageId']) };
}

@Resolver(() => DeliveryReport)
export class DeliveryReportResolver {
  @Extensions(costs({ calls: 1 }))
  @Query(() => DeliveryReport, {
    nullable: true,
    description: 'A delivery report by either id; null with the error DELIVERY_REPORT_NOT_FOUND when there is none.',
  })
  async deliveryReport(
    @Arg('by', () => DeliveryReportBy, { description: 'Which report.' }) by: DeliveryReportBy,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeliveryReport> {
    const report = await findReport(readKey(by, ['by']), context, selectionOf(info, 'DeliveryReport'));
    return found(report, 'DELIVERY_REPORT_NOT_FOUND');
  }

  @Extensions(costs({ callsPerItem: 1, items: distinctItems('by') }))
  @Query(() => [DeliveryReport], {
    nullable: 'items',
    description: 'Up to 100 delivery reports in the order asked for; null, without an error, where there is none.',
  })
  deliveryReports(
    @Arg('by', () => [DeliveryReportBy], { description: 'Which reports, at most 100.' }) by: DeliveryReportBy[],
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(DeliveryReport | Error | null)[]> {
    requireAtMost(by, MAX_REPORTS, ['by']);
    const selection = selectionOf(info, 'DeliveryReport');
    return loadEach(
      by.map((one, index) => [one, index] as const),
      async ([one, index]) => findReport(readKey(one, ['by', index]), context, selection),
    );
  }

  @FieldResolver(() => ID, { description: 'Opaque; pass it to `node` to read the report again.' })
  id(@Root() report: DeliveryReport, @Ctx() context: GraphContext): string {
    return reportId(report, context.tenant);
  }
}
