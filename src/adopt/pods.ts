import { isObject } from '../analysis/json';
import type { Code, Expression } from '../source-code';
import { code, invoke } from '../source-code';
import type { ContainerCode, PodScope } from './containers';
import { containerCode, only, Untranslatable } from './containers';
import type { Json, KubeObject } from './kube-object';
import { containersOf, podsOf } from './kube-object';
import type { Props } from './names';
import { plus } from './names';
import { withoutDefaults } from './server-fields';
import type { ServicePort } from './service-ports';
import type { Shared } from './shared';

/** What pods give up, field by field of `PodHardening`. */
export type Hardening = { readonly [field: string]: boolean };

/** Whether pods of a Deployment give up each of what hardening takes from them. */
export function hardeningOf(object: KubeObject): Hardening {
  const { spec } = podsOf(object);
  const containers = containersOf(spec);
  const all = (holds: (security: Json) => boolean): boolean => containers.length > 0 && containers.every(one => holds(one?.securityContext ?? {}));
  return {
    runAsNonRoot: spec.securityContext?.runAsNonRoot === true && all(security => security.runAsNonRoot === true),
    dropCapabilities: all(({ capabilities }) => JSON.stringify(capabilities?.drop) === '["ALL"]'),
    preventPrivilegeEscalation: all(security => security.allowPrivilegeEscalation === false),
    readOnlyRootFilesystem: all(security => security.readOnlyRootFilesystem === true),
    seccomp: spec.securityContext?.seccompProfile?.type === 'RuntimeDefault',
    withoutServiceAccountToken: spec.automountServiceAccountToken === false,
  };
}

/** Have the containers of a Deployment neither requests nor limits? */
export function isUnlimited(object: KubeObject): boolean {
  return containersOf(podsOf(object).spec).every((one: Json) => Object.keys({ ...one?.resources?.limits, ...one?.resources?.requests }).length === 0);
}

/** What the pods of a namespace have in common. */
export interface PodDefaults {
  readonly hardening: Hardening;
  readonly unlimited: boolean;
  readonly annotations: { readonly [key: string]: string };
}

/** Where a Deployment stands. */
export interface DeploymentPlace {
  readonly app: string;
  readonly version: string;
  readonly ports: readonly ServicePort[];
  readonly chart: Expression;
  readonly defaults: PodDefaults;
  /** Constants that several of its kind need. */
  readonly shared: Shared;
}

/**
 * A Deployment as props of a workload of ours.
 *
 * @returns the props, or why it has to stay an object
 */
export function deploymentProps(object: KubeObject, place: DeploymentPlace): Props | string {
  try {
    const props = translated(object, place);
    place.shared.commit();
    return props;
  } catch (error) {
    place.shared.forget();
    if (error instanceof Untranslatable) { return error.message; }
    // A list where Kubernetes wants an object, say: others tell what is wrong with it.
    if (error instanceof TypeError) { return 'it is not as Kubernetes wants it'; }
    throw error;
  }
}

function translated(object: KubeObject, { app, version, ports, chart, defaults, shared }: DeploymentPlace): Props {
  const { name } = object;
  const manifest = withoutDefaults(object.manifest);
  if (object.kind !== 'Deployment') { throw new Untranslatable(`it is a ${object.kind}`); }
  only(manifest, ['apiVersion', 'kind', 'metadata', 'spec'], 'the Deployment');
  only(manifest.metadata, ['name', 'namespace', 'labels'], 'its metadata');
  only(manifest.spec, ['replicas', 'selector', 'template'], 'its spec');
  if (JSON.stringify(sorted(manifest.spec.selector)) !== JSON.stringify({ matchLabels: { app, version } })) {
    throw new Untranslatable('its selector, which may never change, is not app and version');
  }
  const { labels, annotations, spec } = podsOf({ kind: object.kind, manifest });
  only(manifest.spec.template.metadata ?? {}, ['labels', 'annotations', 'name', 'namespace'], 'its pods\' metadata');
  only(spec, ['containers', 'volumes', 'serviceAccountName', 'serviceAccount', 'automountServiceAccountToken', 'securityContext'], 'its pod spec');
  const podSecurity: Json = spec.securityContext ?? {};
  only(podSecurity, ['runAsNonRoot', 'runAsUser', 'fsGroup', 'seccompProfile', 'fsGroupChangePolicy'], 'its pods\' securityContext');
  const volumes = new Volumes(spec.volumes ?? [], spec.containers ?? [], chart, name, shared);
  const scope: PodScope = {
    volume: volume => volumes.get(volume), source: (kind, source) => shared.source(kind, source), text: text => shared.text(text),
  };
  const containers: readonly Json[] = spec.containers ?? [];
  if (containers.length === 0 || !containers.every(isObject)) { throw new Untranslatable('it has no containers'); }
  const codes = containers.map((container, i) => containerCode(container, i === 0 ? app : `${app}-${i}`, i === 0 ? ports : [], scope, defaults.unlimited));
  volumes.requireAllUsed();
  const { 'app': _app, 'version': _version, 'cdk8s.io/metadata.addr': _found, ...podLabels } = labels;
  const own = hardeningOf(object);
  const hardening: { readonly [field: string]: Code } = {
    ...Object.fromEntries(Object.entries(own).filter(([field, value]) => (defaults.hardening[field] ?? true) !== value)),
    ...podSecurity.runAsUser === undefined ? {} : { runAsUser: podSecurity.runAsUser },
    ...podSecurity.fsGroup === undefined ? {} : { fsGroup: podSecurity.fsGroup },
  };
  return {
    ...containersProps(codes),
    ...name === `${app}-${version}` ? {} : { deploymentName: name },
    ...(manifest.spec.replicas ?? 1) === 1 ? {} : { replicas: manifest.spec.replicas },
    ...Object.keys(podLabels).length === 0 ? {} : { podLabels },
    ...podAnnotations(annotations, defaults, shared),
    ...Object.keys(hardening).length === 0 ? {} : { hardening },
  };
}

function podAnnotations(annotations: Json, defaults: PodDefaults, shared: Shared): Props {
  const own = Object.entries(annotations as { readonly [key: string]: string }).filter(([key, value]) => defaults.annotations[key] !== value);
  return own.length === 0 ? {} : { podAnnotations: Object.fromEntries(own.map(([key, value]) => [key, shared.text(value)])) };
}

function containersProps(codes: readonly ContainerCode[]): Props {
  return codes.length === 1 && codes[0].simple ? codes[0].simple : { containers: codes.map(({ props }) => code(props)) };
}

function sorted(value: Json): Json {
  if (!isObject(value)) { return value; }
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, entry]) => [key, sorted(entry)]));
}

/** Volumes of one pod: where one is mounted once it stands there, else it is a constant. */
class Volumes {
  private readonly used = new Set<string>();
  private readonly constants = new Map<string, Expression>();

  public constructor(
    private readonly volumes: readonly Json[],
    private readonly containers: readonly Json[],
    private readonly chart: Expression,
    private readonly id: string,
    private readonly shared: Shared,
  ) {}

  public get(name: string): Expression | undefined {
    this.used.add(name);
    const constant = this.constants.get(name);
    if (constant) { return constant; }
    const volume = this.volumes.find(one => one?.name === name);
    const source = volume && this.volume(volume);
    const mounts = this.containers.flatMap(({ volumeMounts }) => volumeMounts ?? []).filter((mount: Json) => mount?.name === name).length;
    if (source === undefined || mounts < 2) { return source; }
    const declared = this.shared.declare(`${this.id} ${name}`, source);
    this.constants.set(name, declared);
    return declared;
  }

  public requireAllUsed(): void {
    const unused = this.volumes.filter(({ name }) => !this.used.has(name));
    if (unused.length > 0) { throw new Untranslatable(`it has a volume that no container mounts, '${unused[0].name}'`); }
  }

  private volume({ name, ...source }: Json): Expression | undefined {
    const id = `${this.id}-${name}`;
    const [[kind, options], ...more] = Object.entries(source) as [string, Json][];
    if (more.length > 0) { return undefined; }
    if (kind === 'emptyDir' && Object.keys(options ?? {}).length === 0) { return invoke(plus('Volume'), 'fromEmptyDir', this.chart, id, name); }
    if (kind === 'configMap' && Object.keys(options).join() === 'name') {
      return invoke(plus('Volume'), 'fromConfigMap', this.chart, id, this.shared.source('ConfigMap', String(options.name)), { name });
    }
    if (kind === 'secret' && Object.keys(options).join() === 'secretName') {
      return invoke(plus('Volume'), 'fromSecret', this.chart, id, this.shared.source('Secret', String(options.secretName)), { name });
    }
    return undefined;
  }
}
