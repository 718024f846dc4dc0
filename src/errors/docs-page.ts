import { type CatalogueEntry, errorCatalogue, type VendorCause } from './catalogue.js';

const INTRODUCTION = `# Errors

<!-- Written by \`npm run docs:errors\` from src/errors/catalogue.ts; a test compares. -->

Every error of an answer carries \`extensions.code\`, one of the codes below; clients generate the list from the enum
\`MessagingErrorCode\` of the schema. Beside it stand \`category\`, \`retryable\` and \`requestId\`, and where they apply

| member | what it tells |
| --- | --- |
| \`inputPath\` | where in the caller’s input something is wrong: argument, field names and list indexes |
| \`violations\` | every rule that the input breaks, \`[{code inputPath message}]\`, sorted by path; \`code\` and \`inputPath\` are the first’s |
| \`vendor\` | \`ROUTEE\` or \`GMS\`, where the failure began there |
| \`vendorStatus\` | the vendor’s HTTP status |
| \`vendorCode\`, \`vendorErrorCode\` | the vendor’s own codes |
| \`retryAfterSeconds\` | how long to wait, where somebody said so |
| \`outcome\` | \`UNKNOWN\` for a send that may have gone out |

A field that fails is null with an error at its path, and everything else of the operation arrives, with HTTP 200. The
same request may succeed later, unchanged, where \`retryable\` is true; a send never goes out twice under one key.

`;

/** docs/errors.md: the catalogue as a table. */
export function errorPage(): string {
  const rows = Object.entries<CatalogueEntry>(errorCatalogue).map(([code, entry]) =>
    row([`\`${code}\``, entry.category, entry.retryable ? 'yes' : '-', entry.message, entry.remedy, causesOf(entry)]),
  );
  const heading = ['code', 'category', 'retryable', 'what it means', 'what to do', 'vendor causes'];
  return `${INTRODUCTION}${[row(heading), row(heading.map(() => '---')), ...rows].join('\n')}\n`;
}

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const causesOf = ({ causes = [] }: CatalogueEntry): string => causes.map(causeOf).join('; ') || '-';

function causeOf({ vendor, code, errorCode, cause }: VendorCause): string {
  const name = vendor === 'ROUTEE' ? 'Routee' : vendor;
  return `${name} ${code}${errorCode ? ` with ${errorCode}` : ''}${cause ? ', by its text' : ''}`;
}
