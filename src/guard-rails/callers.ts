import type { CallerSet, CallingPods } from '../analysis/guard-rails';
import type { ICaller } from '../calls/caller';
import type { Mesh } from '../mesh/mesh';
import { principalOf } from '../policies/identity-source';
import { dnsLabelProblem, dnsSubdomainProblem } from '../private/naming';

/** An identity of the mesh, without its scheme. */
const PRINCIPAL = /^[^/*\s]+\/ns\/[^/*\s]+\/sa\/[^/*\s]+$/;

/**
 * Who calls, in a guard rail.
 */
export class Callers {
  /** These callers: workloads, versions, gateways, namespaces of this app, services that live elsewhere. */
  public static of(...callers: ICaller[]): Callers {
    return new Callers(
      () => ({ kind: 'these', these: callers.flatMap(podsOf) }),
      callers.length === 0 ? ['names no caller; name at least one, or use Callers.everyone().'] : [],
    );
  }

  /**
   * Every pod of a namespace, whoever owns it, also those that no manifest shows.
   *
   * @param name the namespace's name
   */
  public static namespace(name: string): Callers {
    return new Callers(
      ({ trustDomain }) => ({ kind: 'these', these: [{ name: `namespace '${name}'`, namespace: name, principal: `${trustDomain}/ns/${name}/sa/*` }] }),
      [dnsLabelProblem('namespace', name)],
    );
  }

  /**
   * A workload of the manifests, whoever owns it: of this app, or of the mesh's `context`.
   *
   * @param namespace its namespace
   * @param name the name of its Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod
   */
  public static workload(namespace: string, name: string): Callers {
    return new Callers(
      () => ({ kind: 'these', these: [{ name: `${namespace}/${name}`, namespace, workload: name }] }),
      [dnsLabelProblem('namespace', namespace), dnsSubdomainProblem('workload', name)],
    );
  }

  /**
   * An identity of the mesh, from wherever it calls.
   *
   * @param principal such as 'cluster.local/ns/shop/sa/web'
   */
  public static principal(principal: string): Callers {
    return new Callers(() => ({ kind: 'these', these: [{ name: principal, principal }] }), [
      PRINCIPAL.test(principal) ? undefined : `principal '${principal}' is no identity; write it such as 'cluster.local/ns/shop/sa/web'.`,
    ]);
  }

  /** Everyone: every identity, and whoever has none, from wherever. */
  public static everyone(): Callers {
    return new Callers(() => ({ kind: 'everyone', except: [] }), [], false);
  }

  /** Everyone else: every other identity, and whoever has none and comes from other pods. */
  public static everyoneBut(...callers: Callers[]): Callers {
    return new Callers(mesh => ({ kind: 'everyone', except: callers.flatMap(one => one._exceptions(mesh)) }), [
      ...callers.length === 0 ? ['excepts nobody; name who is excepted, or use Callers.everyone().'] : [],
      ...callers.flatMap(one => one._problems),
      ...callers.some(({ named }) => !named) ? ['excepts callers that cannot be told from others; except workloads, namespaces or principals.'] : [],
    ], false);
  }

  /** Whoever has no identity of the mesh: plaintext, from wherever. */
  public static withoutIdentity(): Callers {
    return new Callers(() => ({ kind: 'anonymous' }), [], false);
  }

  /**
   * Whoever is outside of the cluster: directly, without identity, or through an ingress gateway, with the gateway's. Gateways
   * are the platform's, and pods that a Gateway of the manifests configures.
   */
  public static outside(): Callers {
    return new Callers(() => ({ kind: 'outside' }), [], false);
  }

  /**
   * What is wrong with it.
   * @internal
   */
  public readonly _problems: readonly string[];

  /**
   * @param resolve who it is, in the terms of a mesh
   * @param named whether they can be told from others, and so be excepted
   */
  private constructor(private readonly resolve: (mesh: Mesh) => CallerSet, problems: readonly (string | undefined)[], private readonly named = true) {
    this._problems = problems.filter(problem => problem !== undefined);
  }

  /**
   * Do they have pods of their own, so that what they send can be followed?
   * @internal
   */
  public get _named(): boolean {
    return this.named;
  }

  /**
   * As plain data.
   * @internal
   */
  public _resolve(mesh: Mesh): CallerSet {
    return this.resolve(mesh);
  }

  /**
   * Whom it names, as an exception.
   * @internal
   */
  public _exceptions(mesh: Mesh): readonly CallingPods[] {
    const callers = this.resolve(mesh);
    return callers.kind === 'these' ? callers.these : [];
  }
}

function podsOf(caller: ICaller): CallingPods[] {
  return caller.toCallerConfigs().map(config => ({
    name: config.name,
    namespace: config.namespace,
    principal: principalOf(config),
    ...config.podLabels ? { labels: config.podLabels } : {},
  }));
}
