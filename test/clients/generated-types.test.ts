import { readFileSync } from 'node:fs';
import { generate, loadCodegenConfig } from '@graphql-codegen/cli';
import { expect, test } from '@jest/globals';

interface GeneratedFile {
  readonly filename: string;
  readonly content: string;
}

test('the checked-in types of the partner example are what codegen.yml makes of the schema', async () => {
  const { config } = await loadCodegenConfig({ configFilePath: 'codegen.yml' });
  const files = (await generate({ ...config, silent: true }, false)) as GeneratedFile[];
  expect(files.map(({ filename }) => filename).sort()).toEqual([
    'examples/partner/generated/gql.ts',
    'examples/partner/generated/graphql.ts',
    'examples/partner/generated/index.ts',
  ]);
  for (const { filename, content } of files) {
    expect(`${filename}: ${readFileSync(filename, 'utf8') === content ? 'current' : 'run npm run example:types'}`).toBe(
      `${filename}: current`,
    );
  }
});
