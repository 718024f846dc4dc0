import { type CatalogueEntry, errorCatalogue } from './catalogue.js';

/** What the page tells of a vendor. */
export interface DocumentedVendor {
  readonly name: string;
  readonly title: string;
  readonly causes: readonly {
    readonly meaning: string;
    readonly code: string;
    readonly errorCode?: string;
    readonly text?: RegExp;
  }[];
}

const introduction = (vendors: readonly DocumentedVendor[]): string => `# Errors

<!-- Written by \`npm run docs:errors\` from src/errors/catalogue.ts and the vendors; a test compares. -->

Every error of an answer carries \`extensions.code\`, one of the codes below; clients generate the list from the enum
\`MessagingErrorCode\` of the schema. Beside it stand \`category\`, \`retryable\` and \`requestId\`, and where they apply

| member | what it tells |
| --- | --- |
| \`inputPath\` | where in the caller’s input something is wrong: argument, field names and list indexes |
| \`violations\` | every rule that the input breaks, \`[{code inputPath message}]\`, sorted by path; \`code\` and \`inputPath\` are the first’s |
| \`vendor\` | ${vendors.map(({ name }) => `\`${name}\``).join(' or ')}, where the failure began there |
| \`vendorStatus\` | the vendor’s HTTP status |
| \`vendorCode\`, \`vendorErrorCode\` | the vendor’s own codes |
| \`retryAfterSeconds\` | how long to wait, where somebody said so |
| \`outcome\` | \`UNKNOWN\` for a send that may have gone out |

A field that fails is null with an error at its path, and everything else of the operation arrives, with HTTP 200. The
same request may succeed later, unchanged, where \`retryable\` is true; a send never goes out twice under one key.

`;

/** docs/errors.md: the catalogue as a table, joined with what the vendors say. */
export function errorPage(vendors: readonly DocumentedVendor[]): string {
  const rows = Object.entries<CatalogueEntry>(errorCatalogue).map(([code, { category, retryable, message, remedy }]) =>
    row([`\`${code}\``, category, retryable ? 'yes' : '-', message, remedy, causesOf(code, vendors)]),
  );
  const heading = ['code', 'category', 'retryable', 'what it means', 'what to do', 'vendor causes'];
  return `${introduction(vendors)}${[row(heading), row(heading.map(() => '---')), ...rows].join('\n')}\n`;
}

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const causesOf = (meant: string, vendors: readonly DocumentedVendor[]): string =>
  vendors
    .flatMap(({ title, causes }) =>
      causes
        .filter(({ meaning }) => meaning === meant)
        .map(
          ({ code, errorCode, text }) =>
            `${title} ${code}${errorCode ? ` with ${errorCode}` : ''}${text ? ', by its text' : ''}`,
        ),
    )
    .join('; ') || '-';
