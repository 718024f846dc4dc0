import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types of every operation and fragment, from the schema and the components: `npm run types`. */
const config: CodegenConfig = {
  emitLegacyCommonJSImports: false,
  schema: process.env['SCHEMA'] ?? '../../schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/generated/**'],
  generates: {
    'src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'unmask' } },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: { DateTime: 'string', Decimal: 'string' },
      },
    },
    'src/generated/possible-types.ts': { plugins: ['fragment-matcher'], config: { useExplicitTyping: false } },
  },
};

export default config;
