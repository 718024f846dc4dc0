import type { NounSources, SourceName } from '../../src/graph/context.js';
import type { OpenVendor } from '../../src/vendors/vendor.js';

/** The sources of an open vendor beside what else it can do. */
export type Opened<Served extends SourceName> = Pick<NounSources, Served> & Pick<OpenVendor, 'state' | 'close'>;

/** @param vendor one that serves them */
export const sourcesOf = <Served extends SourceName>(vendor: OpenVendor): Opened<Served> =>
  ({ ...vendor.sources, state: () => vendor.state(), close: () => vendor.close() }) as Opened<Served>;
