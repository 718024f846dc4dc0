import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLArgument,
  graphql,
  getIntrospectionQuery,
  graphqlSync,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  isSpecifiedScalarType,
  Kind,
  parse,
  print,
  type TypeDefinitionNode,
  validateSchema,
} from 'graphql';
import { errorCatalogue } from '../src/errors/catalogue.js';
import { withFederation } from '../src/graph/entity/federation.js';
import { buildGraphSchema } from '../src/graph/schema.js';
import { printSchemaText } from '../src/graph/schema-text.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const schema = buildGraphSchema();
const published = read('../schema.graphql');

/** Every line of a definition that others can hold on to, such as `Campaign.messages(first: Int)`, with its type. */
function lines(definition: DefinitionNode): string[] {
  if (!isTypeDefinition(definition)) return [];
  const name = definition.name.value;
  const directives = (definition.directives ?? []).map(print).filter((text) => text === '@oneOf');
  const itself = [`${definition.kind} ${name}`, ...directives.map((text) => `${name} ${text}`)];
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return [
        ...itself,
        ...(definition.interfaces ?? []).map((one) => `${name} implements ${one.name.value}`),
        ...(definition.fields ?? []).flatMap((field) => fieldLines(name, field)),
      ];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return [...itself, ...(definition.fields ?? []).map((field) => `${name}.${inputLine(field)}`)];
    case Kind.ENUM_TYPE_DEFINITION:
      return [...itself, ...(definition.values ?? []).map((value) => `${name}.${value.name.value}`)];
    default:
      return itself;
  }
}

const isTypeDefinition = (definition: DefinitionNode): definition is TypeDefinitionNode =>
  definition.kind.endsWith('TypeDefinition');
const inputLine = ({ name, type, defaultValue }: InputValueDefinitionNode): string =>
  `${name.value}: ${print(type)}${defaultValue ? ` = ${print(defaultValue)}` : ''}`;
const fieldLines = (type: string, { name, type: fieldType, arguments: args = [] }: FieldDefinitionNode): string[] => [
  `${type}.${name.value}: ${print(fieldType)}`,
  ...args.map((argument) => `${type}.${name.value}(${inputLine(argument)})`),
];
const linesOf = (text: string): string[] => parse(text).definitions.flatMap(lines);

/** What the schema says of everything in it. */
function descriptions(given: GraphQLSchema): { place: string; description: string }[] {
  return Object.values(given.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .filter((type) => !isSpecifiedScalarType(type))
    .flatMap((type) => [
      { place: type.name, description: type.description },
      ...('getFields' in type ? Object.values(type.getFields()) : []).flatMap((field) => [
        { place: `${type.name}.${field.name}`, description: field.description },
        ...('args' in field ? (field.args as readonly GraphQLArgument[]) : []).map(({ name, description }) => ({
          place: `${type.name}.${field.name}(${name})`,
          description,
        })),
      ]),
      ...('getValues' in type ? type.getValues() : []).map(({ name, description }) => ({
        place: `${type.name}.${name}`,
        description,
      })),
    ])
    .map(({ place, description }) => ({ place, description: description?.trim() ?? '' }));
}

const descriptionOf = (place: string): string | undefined =>
  descriptions(schema).find((one) => one.place === place)?.description;

/** Sentences: a capital, a number or a code word first, a full stop last. */
const SENTENCES = /^[A-Z\d`](?:.|\n)*\.$/;
/** Pictures, and words that make a reader guess. */
const UNCLEAR = /\b(things?|tells?|told|lies|stands|brought|behind|vocabulary|still picture|broken off|untouched)\b/i;

describe('schema.graphql', () => {
  it('is what the code says (write it with `npm run schema`)', () => {
    expect(published).toBe(printSchemaText(schema));
  });

  it('is what routers get', async () => {
    const { data } = await graphql({ schema: withFederation(schema), source: '{ _service { sdl } }' });
    expect(data).toEqual({ _service: { sdl: published } });
  });

  it('has every name and type of the public contract', () => {
    const known = new Set(linesOf(published));
    expect(linesOf(read('./support/contract.graphql')).filter((line) => !known.has(line))).toEqual([]);
  });

  it('declares @oneOf, which one composer asks for', () => {
    expect(published).toContain('directive @oneOf on INPUT_OBJECT');
  });
});

describe('the schema', () => {
  it('describes every type, field, argument, input field and enum value', () => {
    const all = descriptions(withFederation(schema));
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ description }) => description === '')).toEqual([]);
  });

  it('describes them in whole sentences and in plain words', () => {
    const all = descriptions(withFederation(schema));
    expect(all.filter(({ description }) => !SENTENCES.test(description) || UNCLEAR.test(description))).toEqual([]);
  });

  it.each(['ViberMessage.expireOnDelivery', 'ViberStep.expireOnDelivery', 'ViberStepInput.expireOnDelivery'])(
    'describes %s as the vendor does: what is delivered but not seen counts as EXPIRED',
    (place) => {
      expect(descriptionOf(place)).toContain(
        'EXPIRED when the message is delivered but not seen within its time to live',
      );
    },
  );

  it('describes a campaign’s name as what tracking may have, too', () => {
    for (const place of ['Campaign', 'Campaign.name'])
      expect(descriptionOf(place)).toMatch(/of a campaign that this graph did not send/);
    expect(descriptionOf('Campaign.name')).toContain('from the tracking of its messages');
  });

  it('describes the vendorStatus of a GMS report without a final one', () => {
    expect(descriptionOf('DeliveryStatus.vendorStatus')).toContain('hyber_status, else its status, else `-1`');
  });

  it('says of every country that it may be a name, and that a name cannot be filtered by', () => {
    const countries = descriptions(schema).filter(({ place }) => place.endsWith('.country'));
    expect(countries.length).toBeGreaterThan(7);
    for (const { description } of countries)
      expect(description).toMatch(/alpha-2, or, .* the name that the vendor gave/);
    expect(descriptionOf('ViberMessageFilter.countries')).toContain('shown by a name cannot be asked for');
  });

  it('publishes every code of the catalogue, and no other', () => {
    const type = schema.getType('MessagingErrorCode');
    const names = type && 'getValues' in type ? type.getValues().map(({ name }) => name) : [];
    expect(names.sort()).toEqual(Object.keys(errorCatalogue).sort());
  });

  it.each([true, false])('is valid and answers an introspection, with nodeFields %p', (nodeFields) => {
    const built = buildGraphSchema({ nodeFields });
    for (const one of [built, withFederation(built)]) {
      expect(validateSchema(one)).toEqual([]);
      const { data, errors } = graphqlSync({
        schema: one,
        source: getIntrospectionQuery({ inputValueDeprecation: true }),
      });
      expect(errors).toBeUndefined();
      expect(data).toHaveProperty('__schema.types');
    }
  });

  it('leaves `node` and `nodes` out where another subgraph owns them', () => {
    const fields = buildGraphSchema({ nodeFields: false }).getQueryType()!.getFields();
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(['campaign', 'deliveryReport']));
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['node']));
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['nodes']));
  });
});
