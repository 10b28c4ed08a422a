import type { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { adopt } from '../../src/adopt/adopt';
import type { Adopted } from '../../src/adopt/adopt';
import { readObjects } from '../../src/adopt/read-objects';

export type Json = any;

export interface Result extends Adopted {
  readonly text: string;
  readonly left: readonly string[];
}

/** Adopts plain objects. */
export function adoptAll(objects: readonly Json[]): Result {
  const read = readObjects(objects.map(object => ({ object })), () => undefined);
  const adopted = adopt(read, [], 'Made of manifests.');
  return { ...adopted, text: adopted.file.toString(), left: read.left };
}

/** Adopts what an app writes. */
export function adoptApp(app: App): Result {
  return adoptAll(parseAllDocuments(app.synthYaml()).map(document => document.toJS() as Json));
}

/** Says what is otherwise than before; nothing, if all is well. */
export function otherwise({ outcome: { problems, changed, access } }: Adopted): readonly string[] {
  return [
    ...problems.map(({ path, message }) => `${path}: ${message}`),
    ...changed.map(({ object, changes }) => `${object.kind} ${object.name}: ${changes.join(', ')}`),
    ...access === undefined ? ['access is not known'] : [...access.allowed, ...access.denied, ...access.undecided].map(change => JSON.stringify(change)),
  ];
}

/** Lines of the code that begin like a call. */
export function callsIn(text: string): readonly string[] {
  return text.split('\n').filter(line => /^\w+\.(?:calls\.to|expose)\(/.test(line));
}

export function deployment(name: string, pod: Json = {}, labels: Json = { app: name, version: 'v1' }, more: Json = {}): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: more.name ?? `${name}-v1`, namespace: 'shop' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name, image: `example/${name}:1`, ports: [{ containerPort: 8080 }] }], ...pod } },
      ...more.spec,
    },
  };
}

export function service(name: string, spec: Json = {}): Json {
  return {
    apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { selector: { app: name }, ports: [{ name: 'http', port: 8080 }], ...spec },
  };
}

export function istio(kind: string, name: string, spec: Json, of = 'shop'): Json {
  const group = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'].includes(kind) ? 'security' : kind === 'Telemetry' ? 'telemetry' : 'networking';
  return { apiVersion: `${group}.istio.io/v1`, kind, metadata: { name, namespace: of }, spec };
}

export function namespace(labels: Json = { 'istio-injection': 'enabled' }, name = 'shop'): Json {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}
