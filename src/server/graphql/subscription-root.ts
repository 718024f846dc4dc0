import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { MessagingError } from '../../errors/error.js';

const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);

/**
 * A subscription has one root field whatever its variables are, so nothing at its root is conditional (GraphQL, September
 * 2025, 5.2.4.1). graphql-js 16 lacks the rule: it reads the conditions without variables and throws.
 * @throws MessagingError GRAPHQL_VALIDATION_FAILED
 */
export function requireUnconditionalRoots({ definitions }: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
  for (const definition of definitions)
    if (definition.kind === 'OperationDefinition' && definition.operation === 'subscription')
      requireUnconditional(definition.selectionSet, fragments);
}

function requireUnconditional(root: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): void {
  const sets = new Set([root]); // a fragment that spreads itself is visited once
  for (const { selections } of sets)
    for (const selection of selections) {
      if (selection.directives?.some(({ name }) => CONDITIONS.has(name.value))) throw conditionalRoot();
      if (selection.kind === 'InlineFragment') sets.add(selection.selectionSet);
      const fragment = selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : undefined;
      if (fragment) sets.add(fragment.selectionSet);
    }
}

const conditionalRoot = (): MessagingError =>
  new MessagingError('GRAPHQL_VALIDATION_FAILED', {
    message: 'A subscription has one root field: @skip and @include are not allowed at its root.',
  });
