import type { Code, Expression, SourceFile, Variable } from '../source-code';
import { create, invoke, member, optionalMember } from '../source-code';
import type { Accounts } from './accounts';
import type { AdoptedApp, AppVersion } from './apps';
import type { Json, KubeObject } from './kube-object';
import { accountOf } from './kube-object';
import type { Props } from './names';
import { ours } from './names';
import { objectCode, withoutOurs } from './object-code';
import type { Kept } from './plan';
import type { PodDefaults } from './pods';
import { deploymentProps } from './pods';
import { portsProps } from './service-ports';
import type { Shared } from './shared';

/** The code of a namespace, as far as it is written. */
export interface NamespaceCode {
  readonly file: SourceFile;
  readonly chart: Variable;
  readonly accounts: Accounts;
  readonly shared: Shared;
  readonly defaults: PodDefaults;
  /** Why a Deployment stays an object; undefined if that is to be tried. */
  readonly podsReason: (controller: KubeObject) => string | undefined;
}

/** Pods in code: props of a workload or version. */
interface PodsCode {
  readonly props: Props;
  /** Are they made by a construct? */
  readonly own: boolean;
}

/** Writes apps as workloads, and canaries where they have several versions. */
export class WorkloadWriter {
  public readonly kept: Kept[] = [];
  /** What ran under the service account 'default'. */
  public readonly nameless: KubeObject[] = [];
  private readonly ids = new Set<string>();

  public constructor(private readonly namespace: NamespaceCode) {}

  /** Writes one app; returns what stands for it, and for each of its versions. */
  public write(app: AdoptedApp, wanted: string): ReadonlyMap<string, Expression> {
    this.namespace.file.blank();
    this.nameless.push(...app.versions.map(({ controller }) => controller).filter(controller => accountOf(controller) === 'default'));
    return app.versions.length > 1 ? this.canary(app, wanted) : this.workload(app, wanted);
  }

  private workload(app: AdoptedApp, wanted: string): ReadonlyMap<string, Expression> {
    const [version] = app.versions;
    const pods = this.pods(app, version, app.name);
    const services = this.services(app);
    const { image, containers, workload, ...rest } = pods.props;
    const said: Props = { image, containers, workload, version: version.version === 'v1' ? undefined : version.version, ...services, ...rest };
    const handle = this.namespace.file.declare(wanted, create(ours('LeastPrivilegeWorkload'), this.namespace.chart, app.name, said as Code));
    this.labels(handle, app, [[handle, version, pods.own]]);
    return new Map([[`${app.namespace}/${app.name}`, handle]]);
  }

  private canary(app: AdoptedApp, wanted: string): ReadonlyMap<string, Expression> {
    const bodies = app.versions.map(version => ({ version, pods: this.pods(app, version, `${app.name}-${version.version}`) }));
    const handle = this.namespace.file.declare(wanted, create(ours('CanaryService'), this.namespace.chart, app.name, portsProps(app.ports!) as Code), app.weightsReason);
    const handles = new Map<string, Expression>([[`${app.namespace}/${app.name}`, handle]]);
    const versions = bodies.map(({ version, pods }) => {
      const { image, containers, workload, ...rest } = pods.props;
      const said: Props = { image, containers, workload, weight: version.weight, ...rest };
      const declared = this.namespace.file.declare(`${wanted} ${version.version}`, invoke(handle, 'addVersion', version.version, said as Code));
      handles.set(`${app.namespace}/${app.name}/${version.version}`, declared);
      return [declared, version, pods.own] as const;
    });
    this.labels(handle, app, versions);
    return handles;
  }

  /** The pods of a version: what runs, or the object that says so. */
  private pods({ name, ports = [] }: AdoptedApp, { controller, version }: AppVersion, account: string): PodsCode {
    const { podsReason, chart, defaults, shared } = this.namespace;
    const props = podsReason(controller) ?? deploymentProps(controller, { app: name, version, ports, chart, defaults, shared });
    if (typeof props !== 'string') { return { props: { ...props, ...this.namespace.accounts.props(controller, account, true) }, own: true }; }
    this.kept.push({ object: controller, reason: props });
    const workload = this.namespace.file.declare(`${controller.name} ${controller.kind}`, objectCode(this.namespace.chart, controller, this.ids), `As it was: ${props}.`);
    return { props: { workload, ...this.namespace.accounts.props(controller, account, false), hardening: { leaveAsIs: true } }, own: false };
  }

  private services(app: AdoptedApp): Props {
    if (app.ports) { return portsProps(app.ports); }
    const services = app.services.map(service => {
      this.kept.push({ object: service, reason: app.servicesReason });
      return this.namespace.file.declare(`${service.name} Service`, objectCode(this.namespace.chart, service, this.ids), `As it was: ${app.servicesReason}.`);
    });
    return services.length === 0 ? {} : services.length === 1 ? { existingService: services[0] } : { existingServices: services };
  }

  /** Labels that others may select by. */
  private labels(service: Expression, app: AdoptedApp, versions: readonly (readonly [Expression, AppVersion, boolean])[]): void {
    const add = (metadata: Expression, { manifest }: KubeObject, known: Json): void => {
      for (const [label, value] of Object.entries(withoutOurs(manifest.metadata.labels ?? {}))) {
        if (known[label] !== value) { this.namespace.file.add(invoke(metadata, 'addLabel', label, String(value))); }
      }
    };
    if (app.ports) { add(optionalMember(member(service, 'service'), 'metadata'), app.services[0], { app: app.name }); }
    for (const [handle, { controller, version }, own] of versions) {
      if (own) { add(member(member(handle, 'deployment'), 'metadata'), controller, { app: app.name, version }); }
    }
  }
}
