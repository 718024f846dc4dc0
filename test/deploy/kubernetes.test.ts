import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { readConfig } from '../../src/config/config.js';
import { longestStop, readDockerfile, readVariables, readYaml, textOf, unknownSettings } from './deploy-files.js';

const FOLDER = 'deploy/kubernetes';

interface Named<Content = unknown> {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec: Content;
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Container {
  readonly image: string;
  readonly env: readonly {
    readonly name: string;
    readonly valueFrom: { readonly secretKeyRef: { readonly key: string } };
  }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly securityContext: unknown;
  readonly resources: { readonly requests: unknown; readonly limits: unknown };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}
interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: unknown;
  readonly containers: readonly [Container];
  readonly volumes: readonly {
    readonly name: string;
    readonly secret?: { readonly items: readonly { readonly path: string }[] };
  }[];
}
type Labels = Readonly<Record<string, string>>;
interface DeploymentSpec {
  readonly selector: { readonly matchLabels: Labels };
  readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: Pod };
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const [kustomization] = readYaml<{ resources: string[]; images: { name: string }[] }>(
  join(FOLDER, 'kustomization.yaml'),
);
const manifests = files
  .filter((name) => name !== 'kustomization.yaml')
  .flatMap((name) => readYaml<Named>(join(FOLDER, name)));
const one = <Content>(kind: string) => manifests.find((manifest) => manifest.kind === kind) as Named<Content>;

const deployment = one<DeploymentSpec>('Deployment').spec;
const pod = deployment.template.spec;
const [container] = pod.containers;
const configuration = one('ConfigMap').data!;
const secret = one('Secret').stringData!;
const image = Object.assign(
  {},
  ...readDockerfile('Dockerfile')
    .filter(({ verb }) => verb === 'ENV')
    .map(({ text }) => readVariables(text)),
) as Record<string, string>;

/** The folders of kubernetes-models, by the start of apiVersion. */
const moduleOf = ({ apiVersion }: Named): string => `kubernetes-models/${apiVersion}`;

describe('the manifests of Kubernetes', () => {
  test('follow the published schemas', () => {
    const load = createRequire(resolve('package.json'));
    type Model = new (data: unknown) => { validate(): void };
    for (const manifest of manifests) {
      const models = load(moduleOf(manifest)) as Record<string, Model>;
      expect(() => new models[manifest.kind]!(manifest).validate()).not.toThrow();
    }
    const { Service } = load('kubernetes-models/v1') as Record<string, Model>;
    const wrong = { apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 'graph' }] } };
    expect(() => new Service!(wrong).validate()).toThrow('port');
  });

  test('have no field that the schemas do not know', () => {
    expect(faultsOfTypes(manifests)).toEqual([]);
    const service = one('Service');
    expect(
      faultsOfTypes([{ ...service, spec: { ...(service.spec as object), sellector: {} } } as Named]).join(),
    ).toContain('sellector');
  });

  test('are all applied, the example of the secret excepted', () => {
    const named = files.filter((name) => !['kustomization.yaml', 'secret.example.yaml'].includes(name));
    expect([...kustomization!.resources].sort()).toEqual(named.sort());
    expect(kustomization!.images.map(({ name }) => name)).toEqual([container.image]);
  });

  test('start the graph without a mistake, with settings that exist', () => {
    const fromSecret = Object.fromEntries(
      container.env.map(({ name, valueFrom }) => [name, secret[valueFrom.secretKeyRef.key]]),
    );
    const mount = container.volumeMounts.find(({ name }) => name === 'tenants')!;
    const [item] = pod.volumes.find(({ name }) => name === 'tenants')!.secret!.items;
    expect(configuration['TENANTS_FILE']).toBe(join(mount.mountPath, item!.path));
    const config = readConfig({ ...image, ...configuration, ...fromSecret }, (path) =>
      path === configuration['TENANTS_FILE'] ? secret['tenants.json']! : textOf(path),
    );
    expect(config.tenants.map(({ id }) => id)).toEqual(['shop']);
    expect(config.ledger.kind).toBe('redis');
    const ofTenants = [...secret['tenants.json']!.matchAll(/"env": "([^"]+)"/g)].map(([, name]) => name!);
    const names = [...Object.keys(configuration), ...container.env.map(({ name }) => name)];
    expect(unknownSettings(names)).toEqual(ofTenants);
    expect(Object.keys(secret).sort()).toEqual([...container.env.map(({ name }) => name), 'tenants.json'].sort());
  });

  test('use the ports and paths that the graph listens on', () => {
    const ports = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, String(containerPort)]));
    expect(ports).toEqual({ graph: image['PORT'], metrics: configuration['METRICS_PORT'] });
    const routes = textOf('src/server/http/monitoring-routes.ts');
    for (const { httpGet } of [container.startupProbe, container.livenessProbe, container.readinessProbe]) {
      expect(routes).toContain(`'${httpGet.path}'`);
      expect(ports).toHaveProperty(httpGet.port);
    }
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toContain(image['DATA_DIR']);
  });

  test('give a stop the time that it may take, and keep one instance through disruptions', () => {
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(longestStop(configuration));
    const { minReplicas } = one<{ minReplicas: number }>('HorizontalPodAutoscaler').spec;
    expect(one<{ minAvailable: number }>('PodDisruptionBudget').spec.minAvailable).toBeLessThan(minReplicas);
  });

  test('select the pods of the deployment', () => {
    const { labels } = deployment.template.metadata;
    const budget = one<{ selector: { matchLabels: Labels } }>('PodDisruptionBudget').spec.selector.matchLabels;
    const service = one<{ selector: Labels }>('Service').spec.selector;
    expect([deployment.selector.matchLabels, budget, service]).toEqual([labels, labels, labels]);
    const { scaleTargetRef } = one<{ scaleTargetRef: object }>('HorizontalPodAutoscaler').spec;
    expect(scaleTargetRef).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: one('Deployment').metadata.name,
    });
  });

  test('run without rights, on a root file system that is read-only', () => {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container.resources).toMatchObject({
      requests: { cpu: expect.anything() },
      limits: { memory: expect.anything() },
    });
  });
});

/** By the types that are made of the schemas: an object as it is written in code may have no other fields than its type. */
function faultsOfTypes(objects: readonly Named[]): string[] {
  const file = resolve('manifests-of-test.ts');
  const lines = objects.map(
    (object, index) =>
      `export const m${index}: import('${moduleOf(object)}/${object.kind}').I${object.kind} = ${JSON.stringify(object)};`,
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, language, ...rest) =>
    name === file ? ts.createSourceFile(name, lines.join('\n'), language) : getSourceFile(name, language, ...rest);
  const program = ts.createProgram([file], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
