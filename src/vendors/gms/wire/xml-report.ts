import { ownText } from '../../../own-text.js';

/**
 * Pushed reports in XML, which GMS sends where that was agreed (GMS docs: delivery report, XML). Only the name
 * `DeliveryReport` is documented: its members are taken as elements or attributes of the names that JSON has.
 */

const OPENING = /<DeliveryReport\b/i;
const CLOSING = /<\/DeliveryReport\s*>/i;
const ELEMENT = /<([a-z_]\w*)\s*>([^<]*)<\/\1\s*>/gi;
const ATTRIBUTE = /\b([a-z_]\w*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/gi;

type XmlReport = Readonly<Record<string, string>>;

/**
 * @returns the report of a text as JSON has it, or an array of several, all members texts
 * @throws SyntaxError where it has none, a DTD, or a CDATA section without an end
 */
export function readXmlReports(xml: string): XmlReport | XmlReport[] {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new SyntaxError('a document type is not read');
  // Split, so that a long text without an end is looked at once.
  const [, ...texts] = withoutSections(xml).split(OPENING);
  if (texts.length === 0) throw new SyntaxError('no report');
  const reports = texts.map((report) => {
    const end = report.indexOf('>');
    const attributes = end < 0 ? '' : report.slice(0, end);
    const content = end < 0 ? '' : report.slice(end + 1).split(CLOSING, 1)[0]!;
    return Object.fromEntries([...membersOf(attributes, ATTRIBUTE), ...membersOf(content, ELEMENT)]);
  });
  return reports.length === 1 ? reports[0]! : reports;
}

/** CDATA sections as escaped text. */
function withoutSections(xml: string): string {
  const [start, ...sections] = xml.split('<![CDATA[');
  const escaped = sections.map((section) => {
    const end = section.indexOf(']]>');
    if (end < 0) throw new SyntaxError('a CDATA section has no end');
    return section.slice(0, end).replaceAll('&', '&amp;').replaceAll('<', '&lt;') + section.slice(end + 3);
  });
  return start + escaped.join('');
}

const membersOf = (xml: string, pattern: RegExp): [name: string, value: string][] =>
  [...xml.matchAll(pattern)].map(([, name = '', one, other]) => [name, ownText(unescape(one ?? other ?? '').trim())]);

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescape = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (entity, name: string) => ENTITIES[name] ?? entity);
