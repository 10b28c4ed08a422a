import type { Code, Expression, SourceFile, Variable } from '../source-code';
import { create, invoke, member, optionalMember } from '../source-code';
import type { AdoptedApp, AppVersion } from './apps';
import type { Json, KubeObject } from './kube-object';
import { accountOf, makesPods } from './kube-object';
import type { Props } from './names';
import { ours, plus } from './names';
import { objectCode, withoutOurs } from './object-code';
import type { Kept } from './plan';
import type { PodDefaults } from './pods';
import { deploymentProps } from './pods';
import { portsProps } from './service-ports';
import type { Shared } from './shared';

/** The service accounts of a namespace: whose each is, and how a workload says so. */
export class Accounts {
  /** Objects that workloads bring. */
  public readonly consumed = new Set<KubeObject>();
  private readonly shared = new Map<string, Expression>();
  private readonly objects: ReadonlyMap<string, KubeObject>;
  private readonly users = new Map<string, KubeObject[]>();

  public constructor(
    private readonly chart: Variable, own: readonly KubeObject[], private readonly isOwn: (controller: KubeObject) => boolean, private readonly file: SourceFile,
  ) {
    this.objects = new Map(own.filter(({ kind, group }) => kind === 'ServiceAccount' && group === '').map(object => [object.name, object]));
    for (const controller of own.filter(makesPods)) {
      const name = accountOf(controller);
      this.users.set(name, [...this.users.get(name) ?? [], controller]);
    }
  }

  /** `serviceAccount` or `serviceAccountName` of a workload, which would otherwise bring an account of the wanted name. */
  public props(controller: KubeObject, wanted: string): Props {
    const name = accountOf(controller);
    if (name === 'default') { return {}; }
    const object = this.objects.get(name);
    const several = this.users.get(name)!.length > 1;
    if (!several && !this.isOwn(controller)) { return {}; }
    if (several) {
      const known = this.shared.get(name) ?? this.file.declare(`${name} account`, this.account(name, object), `One identity for ${this.users.get(name)!.map(one => one.name).join(', ')}: whatever one of them may call, all may.`);
      this.shared.set(name, known);
      return { serviceAccount: known };
    }
    const { metadata = {} } = object?.manifest ?? {};
    if (object === undefined || !isPlain(object) || Object.keys({ ...withoutOurs(metadata.labels ?? {}), ...metadata.annotations }).length > 0) { return { serviceAccount: this.account(name, object) }; }
    this.consumed.add(object);
    return { serviceAccountName: name === wanted ? undefined : name };
  }

  private account(name: string, object: KubeObject | undefined): Expression {
    // It has more to say than cdk8s-plus can, or it is somebody else's.
    if (object === undefined || !isPlain(object)) { return invoke(plus('ServiceAccount'), 'fromServiceAccountName', this.chart, `${name}-account`, name); }
    this.consumed.add(object);
    const { labels, annotations } = object.manifest.metadata;
    const own = withoutOurs(labels ?? {});
    const automountToken = object.manifest.automountServiceAccountToken ?? !this.users.get(name)!.every(this.isOwn);
    return create(plus('ServiceAccount'), this.chart, `${name}-account`, {
      metadata: { name, labels: Object.keys(own).length === 0 ? undefined : own, annotations }, automountToken: automountToken === true ? true : undefined,
    } as Code);
  }
}

function isPlain({ manifest }: KubeObject): boolean {
  return Object.keys(manifest).every(field => ['apiVersion', 'kind', 'metadata', 'automountServiceAccountToken'].includes(field))
    && Object.keys(manifest.metadata).every(field => ['name', 'namespace', 'labels', 'annotations'].includes(field));
}

/** Writes apps as workloads, and canaries where they have several versions. */
export class WorkloadWriter {
  public readonly kept: Kept[] = [];
  /** What ran under the service account 'default'. */
  public readonly nameless: KubeObject[] = [];
  private readonly ids = new Set<string>();

  public constructor(
    private readonly file: SourceFile, private readonly chart: Variable, private readonly accounts: Accounts,
    private readonly shared: Shared, private readonly defaults: PodDefaults, private readonly podsReason: (controller: KubeObject) => string | undefined,
  ) {}

  /** Writes one app; returns what stands for it, and for each of its versions. */
  public write(app: AdoptedApp, wanted: string): ReadonlyMap<string, Expression> {
    this.file.blank();
    this.nameless.push(...app.versions.map(({ controller }) => controller).filter(controller => accountOf(controller) === 'default'));
    return app.versions.length > 1 ? this.canary(app, wanted) : this.workload(app, wanted);
  }

  private workload(app: AdoptedApp, wanted: string): ReadonlyMap<string, Expression> {
    const [version] = app.versions;
    const pods = this.pods(app, version, app.name);
    const services = this.services(app);
    const { image, containers, workload, ...rest } = pods.props;
    const said: Props = { image, containers, workload, version: version.version === 'v1' ? undefined : version.version, ...services, ...rest };
    const handle = this.file.declare(wanted, create(ours('LeastPrivilegeWorkload'), this.chart, app.name, said as Code), pods.comment);
    this.labels(handle, app, [[handle, version, pods.own]]);
    return new Map([[`${app.namespace}/${app.name}`, handle]]);
  }

  private canary(app: AdoptedApp, wanted: string): ReadonlyMap<string, Expression> {
    const bodies = app.versions.map(version => ({ version, pods: this.pods(app, version, `${app.name}-${version.version}`) }));
    const handle = this.file.declare(wanted, create(ours('CanaryService'), this.chart, app.name, portsProps(app.ports!) as Code), app.weightsReason);
    const handles = new Map<string, Expression>([[`${app.namespace}/${app.name}`, handle]]);
    const versions = bodies.map(({ version, pods }) => {
      const { image, containers, workload, ...rest } = pods.props;
      const said: Props = { image, containers, workload, weight: version.weight, ...rest };
      const declared = this.file.declare(`${wanted} ${version.version}`, invoke(handle, 'addVersion', version.version, said as Code), pods.comment);
      handles.set(`${app.namespace}/${app.name}/${version.version}`, declared);
      return [declared, version, pods.own] as const;
    });
    this.labels(handle, app, versions);
    return handles;
  }

  /** The pods of a version: what runs, or the object that says so. */
  private pods(app: AdoptedApp, { controller, version }: AppVersion, account: string): { readonly props: Props; readonly own: boolean; readonly comment?: string } {
    const decided = this.podsReason(controller);
    const props = decided ?? deploymentProps(controller, { app: app.name, version, ports: app.ports ?? [], chart: this.chart, defaults: this.defaults, shared: this.shared });
    if (typeof props !== 'string') { return { props: { ...props, ...this.accounts.props(controller, account) }, own: true }; }
    this.kept.push({ object: controller, reason: props });
    const workload = this.file.declare(`${controller.name} ${controller.kind}`, objectCode(this.chart, controller, this.ids), `As it was: ${props}.`);
    return { props: { workload, ...this.accounts.props(controller, account), hardening: { leaveAsIs: true } }, own: false };
  }

  private services(app: AdoptedApp): Props {
    if (app.ports) { return portsProps(app.ports); }
    const services = app.services.map(service => {
      this.kept.push({ object: service, reason: app.servicesReason });
      return this.file.declare(`${service.name} Service`, objectCode(this.chart, service, this.ids), `As it was: ${app.servicesReason}.`);
    });
    return services.length === 0 ? {} : services.length === 1 ? { existingService: services[0] } : { existingServices: services };
  }

  /** Labels that others may select by. */
  private labels(service: Expression, app: AdoptedApp, versions: readonly (readonly [Expression, AppVersion, boolean])[]): void {
    const add = (metadata: Expression, { manifest }: KubeObject, known: Json): void => {
      for (const [label, value] of Object.entries(withoutOurs(manifest.metadata.labels ?? {}))) {
        if (known[label] !== value) { this.file.add(invoke(metadata, 'addLabel', label, String(value))); }
      }
    };
    if (app.ports) { add(optionalMember(member(service, 'service'), 'metadata'), app.services[0], { app: app.name }); }
    for (const [handle, { controller, version }, own] of versions) {
      if (own) { add(member(member(handle, 'deployment'), 'metadata'), controller, { app: app.name, version }); }
    }
  }
}
