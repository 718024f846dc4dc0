import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import relayCompiler from 'relay-compiler';
import type { ConcreteRequest, OperationType, Variables } from 'relay-runtime';

/** As Relay's functions are typed by. */
export interface RelayOperation<Response> extends OperationType {
  readonly variables: Variables;
  readonly response: Response;
}

export interface CompiledForRelay {
  readonly artifact: ConcreteRequest;
  remove(): Promise<void>;
}

/**
 * Compiles an operation as a Relay project does.
 * @param name of the operation: a module's name with `Query` or `Subscription` behind it
 */
export async function compileForRelay(name: string, document: string, schema: string): Promise<CompiledForRelay> {
  const project = await mkdtemp(join(tmpdir(), 'relay-'));
  const module = name.replace(/(Query|Subscription)$/, '');
  await mkdir(join(project, 'src/made'), { recursive: true });
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  await writeFile(join(project, 'schema.graphql'), schema);
  await writeFile(join(project, `src/${module}.js`), `graphql\`${document}\`;`);
  await writeFile(
    join(project, 'relay.config.json'),
    JSON.stringify({
      src: './src',
      schema: './schema.graphql',
      language: 'javascript',
      artifactDirectory: './src/made',
      eagerEsModules: true,
    }),
  );
  await promisify(execFile)(String(relayCompiler), ['./relay.config.json'], { cwd: project });
  const made = pathToFileURL(join(project, `src/made/${name}.graphql.js`)).href;
  const { default: artifact } = (await import(made)) as { default: ConcreteRequest };
  return { artifact, remove: () => rm(project, { recursive: true }) };
}
