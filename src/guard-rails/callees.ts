import type { CalleeSet, Pods } from '../analysis/guard-rails';
import type { ICallee } from '../calls/callee';
import { dnsLabelProblem, dnsSubdomainProblem } from '../private/naming';

/**
 * What is called, in a guard rail.
 */
export class Callees {
  /** These callees: workloads, canaries, versions, namespaces of this app, services that live elsewhere. */
  public static of(...callees: ICallee[]): Callees {
    return new Callees(
      () => ({ kind: 'these', these: callees.flatMap(podsOf) }),
      [
        callees.length === 0 ? 'names no callee; name at least one, or use Callees.everything().' : undefined,
        ...callees.flatMap(callee => callee.toCalleeConfigs()).filter(({ addresses, machines }) => addresses && !machines).map(({ name }) =>
          `names '${name}' as a callee, which is outside of the cluster and has no pods that could be watched; leave it out.`),
      ],
    );
  }

  /**
   * Every workload of a namespace, whoever owns it.
   *
   * @param name the namespace's name
   */
  public static namespace(name: string): Callees {
    return new Callees(() => ({ kind: 'these', these: [{ name: `namespace '${name}'`, namespace: name }] }), [dnsLabelProblem('namespace', name)]);
  }

  /**
   * A workload of the manifests, whoever owns it: of this app, or of the mesh's `context`.
   *
   * @param namespace its namespace
   * @param name the name of its Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod
   */
  public static workload(namespace: string, name: string): Callees {
    return new Callees(
      () => ({ kind: 'these', these: [{ name: `${namespace}/${name}`, namespace, workload: name }] }),
      [dnsLabelProblem('namespace', namespace), dnsSubdomainProblem('workload', name)],
    );
  }

  /** Every workload of the manifests: of this app, and of the mesh's `context`. */
  public static everything(): Callees {
    return new Callees(() => ({ kind: 'everything', except: [] }), [], false);
  }

  /** Every other workload of the manifests. */
  public static everythingBut(...callees: Callees[]): Callees {
    return new Callees(() => ({ kind: 'everything', except: callees.flatMap(one => one._exceptions()) }), [
      ...callees.length === 0 ? ['excepts nothing; name what is excepted, or use Callees.everything().'] : [],
      ...callees.flatMap(one => one._problems),
      ...callees.some(({ named }) => !named) ? ['excepts everything, and leaves no callee; except workloads or namespaces.'] : [],
    ], false);
  }

  /**
   * What is wrong with it.
   * @internal
   */
  public readonly _problems: readonly string[];

  /**
   * @param resolve what it is
   * @param named whether it can be told from all else, and so be excepted
   */
  private constructor(private readonly resolve: () => CalleeSet, problems: readonly (string | undefined)[], private readonly named = true) {
    this._problems = problems.filter(problem => problem !== undefined);
  }

  /**
   * As plain data.
   * @internal
   */
  public _resolve(): CalleeSet {
    return this.resolve();
  }

  /**
   * What it names, as an exception.
   * @internal
   */
  public _exceptions(): readonly Pods[] {
    const callees = this.resolve();
    return callees.kind === 'these' ? callees.these : [];
  }
}

function podsOf(callee: ICallee): Pods[] {
  return callee.toCalleeConfigs().map(({ name, namespace, podLabels }) => ({ name, namespace, labels: podLabels }));
}
