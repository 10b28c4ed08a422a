import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Json } from '../private/rendering';
import { Rendering } from '../private/rendering';
import { Synthesis } from '../private/synthesis';

const ANNOTATION = 'argocd.argoproj.io/sync-wave';

/** Kinds in the order of their waves, from the first; what is not among them is of wave 0, with workloads. */
const FIRST: readonly (readonly string[])[] = [
  ['Namespace', 'CustomResourceDefinition'],
  ['ServiceAccount', 'Secret', 'ConfigMap', 'PersistentVolumeClaim', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
  ['PeerAuthentication', 'RequestAuthentication', 'AuthorizationPolicy', 'NetworkPolicy', 'Sidecar', 'Service', 'ServiceEntry'],
  ['DestinationRule', 'Gateway', 'Telemetry'],
];
const LAST: readonly (readonly string[])[] = [
  ['VirtualService', 'Issuer', 'ClusterIssuer'],
  // An ACME server may ask by way of the routes; nothing must wait for its answer.
  ['Certificate'],
];

const WAVES = new Map([
  ...FIRST.flatMap((kinds, i) => kinds.map((kind): [string, number] => [kind, i - FIRST.length])),
  ...LAST.flatMap((kinds, i) => kinds.map((kind): [string, number] => [kind, i + 1])),
]);

/**
 * The order in which Argo CD applies objects, as an annotation on each: namespaces first, then identities and configuration, policies,
 * DestinationRules, workloads, and VirtualServices only when the versions that they name are healthy. It deletes in the opposite order.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export class ArgoSyncWaves {
  /**
   * Annotate every object of an app, a namespace or any other construct, those of cdk8s-plus and of Helm charts included. An object that
   * has a wave of its own keeps it.
   */
  public static addTo(scope: IConstruct): void {
    Synthesis.of(scope).onPrepare(() => scope.node.findAll().filter(construct => ApiObject.isApiObject(construct)).forEach(object => {
      if (!ArgoSyncWaves.annotated.has(object)) {
        ArgoSyncWaves.annotated.add(object);
        Rendering.of(object).transform(withWave);
      }
    }));
  }

  private static readonly annotated = new WeakSet<IConstruct>();

  private constructor() {}
}

function withWave(manifest: Json): Json {
  const { annotations, ...metadata } = manifest.metadata ?? {};
  // Hooks and objects that say their wave themselves know better.
  const wave = { [ANNOTATION]: String(WAVES.get(manifest.kind) ?? 0) };
  const all = Object.entries<string>({ ...wave, ...annotations }).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...manifest, metadata: { ...metadata, annotations: Object.fromEntries(all) } };
}
