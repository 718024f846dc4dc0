import { ownText } from '../../../own-text.js';

/**
 * Pushed reports in XML, which GMS sends where that was agreed (GMS docs: delivery report, XML). Only the name
 * `DeliveryReport` is documented: its members are taken as elements or attributes of the names that JSON has.
 */

const OPENING = /<DeliveryReport\b/i;
const CLOSING = /<\/DeliveryReport\s*>/i;
const ELEMENT = /<([a-z_]\w*)\s*>([^<]*)<\/\1\s*>/gi;
const ATTRIBUTE = /\b([a-z_]\w*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/gi;

/** @returns the reports of a text as JSON has them, all members texts. @throws SyntaxError where it has none, or a DTD */
export function readXmlReports(xml: string): Readonly<Record<string, string>>[] {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new SyntaxError('a document type is not read');
  // Split, so that a long text without an end is looked at once.
  const [, ...reports] = xml.split(OPENING);
  if (reports.length === 0) throw new SyntaxError('no report');
  return reports.map((report) => {
    const end = report.indexOf('>');
    const attributes = end < 0 ? '' : report.slice(0, end);
    const content = end < 0 ? '' : report.slice(end + 1).split(CLOSING, 1)[0]!;
    return Object.fromEntries([...membersOf(attributes, ATTRIBUTE), ...membersOf(content, ELEMENT)]);
  });
}

const membersOf = (xml: string, pattern: RegExp): [name: string, value: string][] =>
  [...xml.matchAll(pattern)].map(([, name = '', one, other]) => [name, ownText(unescape(one ?? other ?? '').trim())]);

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescape = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (entity, name: string) => ENTITIES[name] ?? entity);
