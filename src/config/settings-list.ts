import type { z } from 'zod';
import { groups } from './settings.js';
import { about, type About } from './text-value.js';
import type { VendorVariables } from './vendor-settings.js';

export interface SettingEntry extends About {
  readonly group: string;
  readonly name: string;
}

const entriesOf = (group: string, shape: Readonly<Record<string, z.ZodType>>): SettingEntry[] =>
  Object.entries(shape).map(([name, value]) => {
    const text = about.get(value);
    if (text === undefined) throw new Error(`${name} has no meaning`);
    return { group, name, ...text };
  });

/** Every setting, in the order of its listing: those of vendors follow where the server listens. */
export function settingEntries(vendors: readonly VendorVariables[]): readonly SettingEntry[] {
  const [first = [], ...rest] = Object.entries(groups).map(([group, { shape }]) => entriesOf(group, shape));
  const ofVendors = vendors.flatMap(({ vendor, all }) =>
    entriesOf(vendor.title, Object.fromEntries(all.map(({ name, schema: value }) => [name, value]))),
  );
  return [...first, ...ofVendors, ...rest.flat(), ...vendors.map(standInPort)];
}

/** Read by `npm run sandbox`; here so that every setting is listed. */
export const standInPort = ({ vendor: { name, title } }: VendorVariables, index: number): SettingEntry => ({
  group: 'Only for npm run sandbox',
  name: `SANDBOX_${name}_PORT`,
  defaultText: String(4010 + 10 * index),
  isFixed: true,
  meaning: `port of the simulated ${title} (of \`npm run sandbox\` alone)`,
});
