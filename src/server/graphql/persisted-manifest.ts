import { parse } from 'graphql';
import { isRecord } from '../../is-record.js';

/** Listed operations: their texts by id. */
export type Manifest = ReadonlyMap<string, string>;

/** The list of operations is wrong. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';

  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

const FORMAT = 'apollo-persisted-query-manifest';
const VERSION = 1;
const MAX_LISTED = 20;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** A manifest as `@apollo/generate-persisted-query-manifest` writes it. @throws ManifestError */
export function readManifest(content: unknown): Manifest {
  const members = isRecord(content) ? content : {};
  const { format, version, operations } = members;
  const mistakes: string[] = [];
  if (format !== FORMAT) mistakes.push(`format: must be "${FORMAT}"`);
  if (version !== VERSION) mistakes.push(`version: must be ${VERSION}`);
  const texts = new Map<string, string>();
  if (Array.isArray(operations)) {
    for (const [index, operation] of operations.entries()) {
      mistakes.push(...addOperation(operation, texts).map((mistake) => `operations[${index}]${mistake}`));
    }
  } else mistakes.push('operations: must be a list');
  if (mistakes.length > MAX_LISTED) mistakes.splice(MAX_LISTED, Infinity, `and ${mistakes.length - MAX_LISTED} more`);
  if (mistakes.length > 0) throw new ManifestError(mistakes);
  return texts;
}

/** @returns what is wrong with it */
function addOperation(operation: unknown, texts: Map<string, string>): string[] {
  const { id, name, type, body } = isRecord(operation) ? operation : {};
  const mistakes: string[] = [];
  if (!isText(id)) mistakes.push('.id: must be a text');
  else if (texts.has(id)) mistakes.push('.id: is the id of an earlier one as well');
  mistakes.push(...(isText(body) ? bodyMistakes(body, name, type) : ['.body: must be the text of the operation']));
  if (mistakes.length === 0) texts.set(id as string, body as string);
  return mistakes;
}

function bodyMistakes(body: string, name: unknown, type: unknown): string[] {
  let operations;
  try {
    operations = parse(body).definitions.filter((definition) => definition.kind === 'OperationDefinition');
  } catch {
    return ['.body: is not a GraphQL document'];
  }
  const [operation, ...others] = operations;
  if (!operation || others.length > 0) return ['.body: must hold one operation'];
  const mistakes: string[] = [];
  if (operation.name?.value !== name) mistakes.push('.name: must be the name in its body');
  if (operation.operation !== type) mistakes.push('.type: must be that of its body');
  return mistakes;
}
