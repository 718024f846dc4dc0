type Flow = Record<string, unknown>;
type Filter = (flow: Flow) => boolean;

/** What a filter looks at: a flow has several types and recipients, one of each step. */
const fields = new Map<string, (flow: Flow) => readonly unknown[]>([
  ['type', (flow) => stepsOf(flow).map((step) => step['type'])],
  ['to', (flow) => stepsOf(flow).map((step) => step['to'])],
  ['status', (flow) => [flow['status']]],
  ['terminationChannel', (flow) => [flow['terminationChannel']]],
]);

const matches = new Map<string, (value: string, term: string) => boolean>([
  ['', (value, term) => value === term],
  ['contains', (value, term) => value.includes(term)],
  ['starts_with', (value, term) => value.startsWith(term)],
  ['ends_with', (value, term) => value.endsWith(term)],
]);

/** The filters of a search, or what is wrong with them. Words compare without regard to letter case. */
export function readFilters(body: string): { all: readonly Filter[] } | { wrong: string } {
  let parsed: unknown;
  try {
    parsed = body.trim() === '' ? [] : JSON.parse(body);
  } catch {
    return { wrong: 'the body is not JSON' };
  }
  if (!Array.isArray(parsed)) return { wrong: 'the body must be an array of filters' };
  const all: Filter[] = [];
  for (const entry of parsed as unknown[]) {
    const filter = readFilter(entry);
    if (typeof filter === 'string') return { wrong: filter };
    all.push(filter);
  }
  return { all };
}

function readFilter(entry: unknown): Filter | string {
  if (typeof entry !== 'object' || entry === null) return 'a filter must be an object';
  const { fieldName, searchOperator, searchTerm, ...others } = entry as Record<string, unknown>;
  const other = Object.keys(others)[0];
  if (other !== undefined) return `unknown member ${other}`;
  const read = typeof fieldName === 'string' ? fields.get(fieldName) : undefined;
  if (!read) return 'fieldName must be type, to, status or terminationChannel';
  if (typeof searchTerm !== 'string' || searchTerm === '') return 'searchTerm must be text';
  const operator = searchOperator === 'is' ? '' : (searchOperator ?? ''); // `is` is the default, said or not
  const isNegative = operator === 'is_not';
  const match = typeof operator === 'string' ? matches.get(isNegative ? '' : operator) : undefined;
  // parts of a text are for recipients only
  if (!match || (operator !== '' && !isNegative && fieldName !== 'to')) return 'searchOperator does not fit the field';
  const term = searchTerm.toLowerCase();
  return (flow) =>
    read(flow).some((value) => typeof value === 'string' && match(value.toLowerCase(), term)) !== isNegative;
}

function stepsOf(flow: Flow): readonly Record<string, unknown>[] {
  return flow['messages'] as Record<string, unknown>[];
}
