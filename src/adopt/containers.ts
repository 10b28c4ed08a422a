import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../analysis/json';
import type { Code, Expression } from '../source-code';
import { invoke, member } from '../source-code';
import type { Json } from './kube-object';
import type { Props } from './names';
import { plus, core } from './names';
import type { ServicePort } from './service-ports';

/** What a container needs that stands elsewhere. */
export interface PodScope {
  /** A volume by its name; undefined where it cannot be said. */
  volume(name: string): Expression | undefined;
  /** A Secret or ConfigMap that stands elsewhere. */
  source(kind: 'Secret' | 'ConfigMap', name: string): Expression;
  /** A text that several workloads have in common, or the text itself. */
  text(value: string): Code;
}

/** A container in terms of cdk8s-plus. */
export interface ContainerCode {
  readonly props: Props;
  /** Only what the simple form of a workload can say: image, variables and volumes. @default - more */
  readonly simple?: Props;
}

/** A value that a translation does not know: the object then stays as it is. */
export class Untranslatable extends Error {}

function fail(what: string): never {
  throw new Untranslatable(what);
}

/** The fields of an object that are not translated elsewhere must be none. */
export function only(object: Json, known: readonly string[], what: string): void {
  const more = Object.keys(object).filter(key => !known.includes(key) && object[key] !== undefined && object[key] !== null);
  if (more.length > 0) { fail(`${what} says ${more.map(key => `'${key}'`).join(', ')}`); }
}

const DEFAULT_RESOURCES = JSON.stringify({ limits: { memory: '512Mi' }, requests: { cpu: '50m', memory: '64Mi' } });

/**
 * @param served the ports that a Service leads to, for the first container
 * @param unlimited whether workloads of the namespace have no requests and limits unless they say so
 */
export function containerCode(container: Json, name: string, served: readonly ServicePort[], scope: PodScope, unlimited: boolean): ContainerCode {
  const what = `container '${container.name}'`;
  only(container, [
    'name', 'image', 'command', 'args', 'workingDir', 'env', 'envFrom', 'ports', 'volumeMounts', 'imagePullPolicy', 'resources', 'securityContext',
    'readinessProbe', 'livenessProbe', 'startupProbe',
  ], what);
  if (typeof container.image !== 'string' || container.image === '') { fail(`${what} has no image`); }
  const variables: readonly Json[] = container.env ?? [];
  const env = variablesOf(variables, scope);
  if (new Set(variables.map(one => one.name)).size < variables.length) { fail(`${what} names a variable twice`); }
  const health = healthOf(container, served);
  const volumeMounts = (container.volumeMounts ?? []).map((mount: Json) => mounted(mount, scope, what));
  const rest: Props = {
    command: container.command,
    args: container.args,
    workingDir: container.workingDir,
    imagePullPolicy: pullPolicy(container),
    ports: portsOf(container, served),
    readiness: container.readinessProbe && probe(container.readinessProbe, what),
    liveness: container.livenessProbe && probe(container.livenessProbe, what),
    startup: container.startupProbe && probe(container.startupProbe, what),
    resources: resources(container.resources, unlimited, what),
    securityContext: security(container.securityContext ?? {}, what),
  };
  const envFrom = (container.envFrom ?? []).map((source: Json) => from(source, scope, what));
  const mounts = volumeMounts.length === 0 ? {} : { volumeMounts };
  const sources = envFrom.length === 0 ? {} : { envFrom };
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Props;
  const envVariables = variables.length === 0 ? {} : { envVariables: Object.fromEntries(variables.map(one => [one.name, variable(one, scope)])) };
  return {
    props: { name: container.name, image: container.image, ...envVariables, ...sources, ...mounts, ...said },
    ...Object.keys(said).every(field => health !== undefined && ['readiness', 'liveness'].includes(field)) && container.name === name
      ? { simple: { image: container.image, health, ...env, ...sources, ...mounts } } : {},
  };
}

/** Plain values and others apart, unless one may use another. */
function variablesOf(variables: readonly Json[], scope: PodScope): Props {
  const isPlain = (one: Json): boolean => typeof one.value === 'string' && one.valueFrom === undefined;
  const inOrder = variables.some(one => String(one.value).includes('$('));
  const plain = inOrder && !variables.every(isPlain) ? [] : variables.filter(isPlain);
  const others = variables.filter(one => !plain.includes(one));
  return {
    env: plain.length === 0 ? undefined : Object.fromEntries(plain.map(one => [one.name, scope.text(one.value)])),
    envVariables: others.length === 0 ? undefined : Object.fromEntries(others.map(one => [one.name, variable(one, scope)])),
  };
}

function variable(one: Json, scope: PodScope): Expression {
  if (typeof one.value === 'string' || one.valueFrom === undefined) { return invoke(plus('EnvValue'), 'fromValue', scope.text(one.value ?? '')); }
  const { secretKeyRef: secret, configMapKeyRef: config, fieldRef: field } = one.valueFrom;
  if (isObject(secret) && secret.optional === undefined) {
    return invoke(plus('EnvValue'), 'fromSecretValue', { secret: scope.source('Secret', String(secret.name)), key: String(secret.key) });
  }
  if (isObject(config) && config.optional === undefined) {
    return invoke(plus('EnvValue'), 'fromConfigMap', scope.source('ConfigMap', String(config.name)), String(config.key));
  }
  const path = isObject(field) ? FIELDS[String(field.fieldPath)] : undefined;
  return path === undefined ? fail(`variable '${one.name}' has a value from elsewhere`) : invoke(plus('EnvValue'), 'fromFieldRef', member(plus('EnvFieldPaths'), path));
}

const FIELDS: { readonly [path: string]: string } = {
  'metadata.name': 'POD_NAME', 'metadata.namespace': 'POD_NAMESPACE', 'status.podIP': 'POD_IP', 'spec.nodeName': 'NODE_NAME', 'status.hostIP': 'NODE_IP',
};

function from(source: Json, scope: PodScope, what: string): Expression {
  only(source, ['configMapRef', 'secretRef', 'prefix'], `${what}, envFrom,`);
  const kind = source.secretRef ? 'Secret' as const : 'ConfigMap' as const;
  const reference = source.secretRef ?? source.configMapRef;
  if (reference?.optional !== undefined || (kind === 'Secret' && source.prefix !== undefined)) { fail(`${what} has variables from what may not be there`); }
  return invoke(plus('Env'), kind === 'Secret' ? 'fromSecret' : 'fromConfigMap', scope.source(kind, String(reference?.name)), ...source.prefix === undefined ? [] : [source.prefix]);
}

function mounted(mount: Json, scope: PodScope, what: string): Code {
  only(mount, ['name', 'mountPath', 'readOnly', 'subPath'], `${what}, volumeMounts,`);
  const volume = scope.volume(mount.name) ?? fail(`volume '${mount.name}' is of a kind that is not translated`);
  return {
    path: mount.mountPath,
    volume,
    ...mount.readOnly === undefined ? {} : { readOnly: mount.readOnly },
    ...mount.subPath === undefined ? {} : { subPath: mount.subPath },
  };
}

function pullPolicy({ image, imagePullPolicy }: Json): Code | undefined {
  const name = String(image).slice(String(image).lastIndexOf('/') + 1);
  const tagged = name.includes('@') || (name.includes(':') && !name.endsWith(':latest'));
  if (imagePullPolicy === undefined || imagePullPolicy === (tagged ? 'IfNotPresent' : 'Always')) { return undefined; }
  return member(plus('ImagePullPolicy'), { Always: 'ALWAYS', IfNotPresent: 'IF_NOT_PRESENT', Never: 'NEVER' }[imagePullPolicy as 'Always'] ?? fail(`imagePullPolicy '${imagePullPolicy}'`));
}

/** The ports that no Service's port says already. */
function portsOf(container: Json, served: readonly ServicePort[]): Code | undefined {
  const isServed = ({ containerPort, name }: Json): boolean =>
    served.some(one => one.targetPort === containerPort && (name === undefined || name === one.name));
  const ports = (container.ports ?? []).filter((port: Json) => !isServed(port));
  if (ports.length === 0) { return undefined; }
  return ports.map((port: Json): Code => {
    only(port, ['containerPort', 'name', 'protocol'], `container '${container.name}', ports,`);
    if ((port.protocol ?? 'TCP') !== 'TCP') { fail(`a container port for ${port.protocol}`); }
    return { number: port.containerPort, ...port.name === undefined ? {} : { name: port.name } };
  });
}

/** The path that a workload's `health` would ask for in this way; undefined where it is asked otherwise. */
function healthOf({ readinessProbe, livenessProbe }: Json, served: readonly ServicePort[]): string | undefined {
  const port = (served.find(({ protocol }) => ['http', 'http2', 'grpc'].includes(protocol)) ?? served[0])?.targetPort;
  const path: unknown = readinessProbe?.httpGet?.path;
  const asked = (probed: Json): Json => ({ failureThreshold: 3, ...probed, httpGet: { scheme: 'HTTP', ...probed?.httpGet } });
  const httpGet = { path, port, scheme: 'HTTP' };
  return typeof path === 'string' && port !== undefined && isDeepStrictEqual(asked(readinessProbe), { failureThreshold: 3, httpGet })
    && isDeepStrictEqual(asked(livenessProbe), { failureThreshold: 6, initialDelaySeconds: 60, periodSeconds: 10, httpGet }) ? path : undefined;
}

function probe(said: Json, what: string): Expression {
  const { httpGet, tcpSocket, exec } = said;
  only(said, ['httpGet', 'tcpSocket', 'exec', 'initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold', 'successThreshold'], `${what}, a probe,`);
  const seconds = (field: string): Code | undefined => (said[field] === undefined ? undefined : invoke(core('Duration'), 'seconds', said[field]));
  const options = {
    initialDelaySeconds: seconds('initialDelaySeconds'),
    periodSeconds: seconds('periodSeconds'),
    timeoutSeconds: seconds('timeoutSeconds'),
    failureThreshold: said.failureThreshold === 3 ? undefined : said.failureThreshold,
    successThreshold: said.successThreshold,
  };
  const given = Object.values(options).some(value => value !== undefined);
  if (isObject(httpGet) && typeof httpGet.port === 'number') {
    only(httpGet, ['path', 'port', 'scheme'], `${what}, a probe,`);
    if ((httpGet.scheme ?? 'HTTP') !== 'HTTP') { fail(`${what} has a probe by ${httpGet.scheme}`); }
    return invoke(plus('Probe'), 'fromHttpGet', String(httpGet.path ?? '/'), { port: httpGet.port, ...options });
  }
  if (isObject(tcpSocket) && typeof tcpSocket.port === 'number') {
    only(tcpSocket, ['port'], `${what}, a probe,`);
    return invoke(plus('Probe'), 'fromTcpSocket', { port: tcpSocket.port, ...options });
  }
  if (isObject(exec)) { return invoke(plus('Probe'), 'fromCommand', (exec as Json).command, ...given ? [options] : []); }
  return fail(`${what} has a probe of a kind that is not translated`);
}

function resources(said: Json, unlimited: boolean, what: string): Code | undefined {
  const limits: Json = said?.limits ?? {};
  const requests: Json = said?.requests ?? {};
  only(said ?? {}, ['limits', 'requests'], `${what}, resources,`);
  only({ ...limits, ...requests }, ['cpu', 'memory'], `${what}, resources,`);
  if (Object.keys({ ...limits, ...requests }).length === 0) { return unlimited ? undefined : {}; }
  if (!unlimited && JSON.stringify({ limits: sortKeys(limits), requests: sortKeys(requests) }) === DEFAULT_RESOURCES) { return undefined; }
  const pair = (name: 'cpu' | 'memory', read: (value: Json, text: string) => Expression): Code | undefined => {
    const entry: Props = {
      ...requests[name] === undefined ? {} : { request: read(requests[name], what) },
      ...limits[name] === undefined ? {} : { limit: read(limits[name], what) },
    };
    return Object.keys(entry).length === 0 ? undefined : entry;
  };
  return { cpu: pair('cpu', cpu), memory: pair('memory', memory) };
}

function sortKeys(object: Json): Json {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function cpu(value: unknown, what: string): Expression {
  const [, number, unit] = /^([0-9.]+)(m?)$/.exec(String(value)) ?? [];
  const millis = number === undefined ? NaN : unit === 'm' ? Number(number) : Math.round(Number(number) * 1000);
  if (!Number.isInteger(millis)) { return fail(`${what} asks for CPU '${String(value)}'`); }
  return millis % 1000 === 0 ? invoke(plus('Cpu'), 'units', millis / 1000) : invoke(plus('Cpu'), 'millis', millis);
}

function memory(value: unknown, what: string): Expression {
  const [, number, unit] = /^([0-9]+)(Ki|Mi|Gi)$/.exec(String(value)) ?? fail(`${what} asks for memory '${String(value)}'`);
  return invoke(core('Size'), { Ki: 'kibibytes', Mi: 'mebibytes', Gi: 'gibibytes' }[unit as 'Mi'], Number(number));
}

/** Beside what hardening says of all containers. */
function security(said: Json, what: string): Code | undefined {
  only(said, ['allowPrivilegeEscalation', 'capabilities', 'privileged', 'readOnlyRootFilesystem', 'runAsNonRoot', 'runAsUser', 'runAsGroup'], `${what}, securityContext,`);
  if (said.privileged === true) { fail(`${what} is privileged`); }
  only(said.capabilities ?? {}, ['drop'], `${what}, capabilities,`);
  const code: { readonly [field: string]: Code } = {
    ...said.runAsUser === undefined ? {} : { user: said.runAsUser },
    ...said.runAsGroup === undefined ? {} : { group: said.runAsGroup },
  };
  return Object.keys(code).length === 0 ? undefined : code;
}
