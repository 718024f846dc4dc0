import { buildGraphSchema } from './schema.js';
import { printSchemaText } from './schema-text.js';

/** `npm run schema`: the text of schema.graphql. */
process.stdout.write(printSchemaText(buildGraphSchema()));
