import type { Code, Expression, SourceFile, Variable } from '../source-code';
import { create, invoke } from '../source-code';
import type { KubeObject } from './kube-object';
import { accountOf, makesPods } from './kube-object';
import type { Props } from './names';
import { plus } from './names';
import { withoutOurs } from './object-code';

/** The service accounts of a namespace: whose each is, and how a workload says so. */
export class Accounts {
  /** Objects that workloads bring. */
  public readonly consumed = new Set<KubeObject>();
  private readonly shared = new Map<string, Expression>();
  private readonly objects: ReadonlyMap<string, KubeObject>;
  private readonly users = new Map<string, KubeObject[]>();

  public constructor(
    private readonly chart: Variable,
    own: readonly KubeObject[],
    private readonly file: SourceFile,
  ) {
    this.objects = new Map(own.filter(({ kind, group }) => kind === 'ServiceAccount' && group === '').map(object => [object.name, object]));
    for (const controller of own.filter(makesPods)) {
      const name = accountOf(controller);
      this.users.set(name, [...this.users.get(name) ?? [], controller]);
    }
  }

  /**
   * `serviceAccount` or `serviceAccountName` of a workload, which would otherwise bring an account of the wanted name.
   *
   * @param isOwn whether a construct makes the pods; others name their account themselves
   */
  public props(controller: KubeObject, wanted: string, isOwn: boolean): Props {
    const name = accountOf(controller);
    if (name === 'default') { return {}; }
    const object = this.objects.get(name);
    const several = this.users.get(name)!.length > 1;
    if (!several && !isOwn) { return {}; }
    if (several) {
      const sharers = this.users.get(name)!.map(one => one.name).sort().join(', ');
      const known = this.shared.get(name)
        ?? this.file.declare(`${name} account`, this.account(name, object), `One identity for ${sharers}: whatever one of them may call, all may.`);
      this.shared.set(name, known);
      return { serviceAccount: known };
    }
    const { metadata = {} } = object?.manifest ?? {};
    const says = Object.keys({ ...withoutOurs(metadata.labels ?? {}), ...metadata.annotations }).length > 0;
    if (object === undefined || !isPlain(object) || says) { return { serviceAccount: this.account(name, object) }; }
    this.consumed.add(object);
    return { serviceAccountName: name === wanted ? undefined : name };
  }

  private account(name: string, object: KubeObject | undefined): Expression {
    // It has more to say than cdk8s-plus can, or it is somebody else's.
    if (object === undefined || !isPlain(object)) { return invoke(plus('ServiceAccount'), 'fromServiceAccountName', this.chart, `${name}-account`, name); }
    this.consumed.add(object);
    const { labels, annotations } = object.manifest.metadata;
    const own = withoutOurs(labels ?? {});
    // Pods that stay as they are may rely on the token that Kubernetes mounts unasked; those of constructs say whether they want it.
    const automountToken = object.manifest.automountServiceAccountToken ?? this.users.get(name)!.length > 1;
    return create(plus('ServiceAccount'), this.chart, `${name}-account`, {
      metadata: { name, labels: Object.keys(own).length === 0 ? undefined : own, annotations },
      automountToken: automountToken === true ? true : undefined,
    } as Code);
  }
}

function isPlain({ manifest }: KubeObject): boolean {
  return Object.keys(manifest).every(field => ['apiVersion', 'kind', 'metadata', 'automountServiceAccountToken'].includes(field))
    && Object.keys(manifest.metadata).every(field => ['name', 'namespace', 'labels', 'annotations'].includes(field));
}
