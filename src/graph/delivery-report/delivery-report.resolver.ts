import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { type InputPath, requireAtMost } from '../../error.js';
import type { GraphContext } from '../context.js';
import { costs, distinctItems } from '../cost.js';
import { found, loadEach } from '../loading.js';
import { requireVendorId } from '../node/vendor-id.js';
import { selectionOf } from '../selection.js';
import { DeliveryReportBy } from './delivery-report.input.js';
import { reportIdentityLoader } from './delivery-report.loader.js';
import { findReport } from './delivery-report.lookup.js';
import { writeReportId } from './delivery-report.id.js';
import type { ReportKey } from './delivery-report.source.js';
import { DeliveryReport } from './delivery-report.type.js';

const MAX_REPORTS = 100;

function readKey(by: DeliveryReportBy, path: InputPath): ReportKey {
  return by.messageId == null
    ? { extraId: requireVendorId(by.extraId ?? '', [...path, 'extraId']) }
    : { messageId: requireVendorId(by.messageId, [...path, 'messageId']) };
}

type Identity = Pick<DeliveryReport, 'messageId' | 'extraId' | 'phoneNumber' | 'reportedAt'>;

const askedMessageId = ({ askedBy }: DeliveryReport): string | null =>
  'messageId' in askedBy ? askedBy.messageId : null;
const askedExtraId = ({ askedBy }: DeliveryReport): string | null => ('extraId' in askedBy ? askedBy.extraId : null);

/**
 * What identifies a report comes from its body, or from the id asked for. Where a detailed report has no attempts yet
 * it comes, only then, from the simple report.
 */
function identified<Value>(
  report: DeliveryReport,
  context: GraphContext,
  known: Value | null,
  read: (identity: Identity) => Value | null,
): Value | null | Promise<Value | null> {
  if (known !== null || report.attempts?.length !== 0) return known;
  return reportIdentityLoader(context)
    .load(report.askedBy)
    .then((simple) => simple && read(simple));
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
  id(@Root() report: DeliveryReport, @Ctx() context: GraphContext): string | Promise<string> {
    const write = (messageId: string | null) =>
      writeReportId(context.tenant, messageId, report.extraId ?? askedExtraId(report));
    const messageId = this.messageId(report, context);
    return messageId instanceof Promise ? messageId.then(write) : write(messageId);
  }

  @FieldResolver()
  messageId(@Root() report: DeliveryReport, @Ctx() context: GraphContext): string | null | Promise<string | null> {
    return identified(report, context, report.messageId ?? askedMessageId(report), (simple) => simple.messageId);
  }

  @FieldResolver()
  extraId(@Root() report: DeliveryReport, @Ctx() context: GraphContext): string | null | Promise<string | null> {
    return identified(report, context, report.extraId ?? askedExtraId(report), (simple) => simple.extraId);
  }

  @FieldResolver()
  phoneNumber(@Root() report: DeliveryReport, @Ctx() context: GraphContext): string | null | Promise<string | null> {
    return identified(report, context, report.phoneNumber, (simple) => simple.phoneNumber);
  }

  @FieldResolver()
  reportedAt(@Root() report: DeliveryReport, @Ctx() context: GraphContext): string | null | Promise<string | null> {
    return identified(report, context, report.reportedAt, (simple) => simple.reportedAt);
  }
}
