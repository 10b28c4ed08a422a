import type { Construct } from 'constructs';
import { DestinationPolicies } from './destination-policies';
import type { DestinationScope } from './destination-scope';
import { OwnTls } from './own-tls';
import type { Setting, SettingTarget } from './setting';
import { SETTING_TEXT } from './setting';
import type { MeshKinds } from '../../private/mesh-object';
import type { VersionedHost } from '../traffic-declarations';

/** What was declared of the traffic to a service's pods, whatever is asked of them, and the DestinationRule that it comes to. */
export class DestinationDeclarations {
  private readonly policies = new DestinationPolicies();
  private readonly foreign: string[] = [];

  public constructor(private readonly service: Construct, private readonly host: VersionedHost) {
    OwnTls.of(service).add(host.host, number => {
      const port = this.policies.says('tls') ? this.target.ports.find(one => one.port === number) : undefined;
      return port !== undefined && this.policies.sendsForeignTls(this.target, port.name);
    });
  }

  public add(setting: Setting, { version, port }: DestinationScope): void {
    if (version && version.node.scope !== this.service) {
      this.foreign.push(`${SETTING_TEXT[setting.name]} for '${version.node.path}', which is a version of another service; give a version of '${this.service.node.path}'.`);
      return;
    }
    this.policies.add(setting, { version: version?.version, port });
  }

  /** Was nothing declared? */
  public get isEmpty(): boolean {
    return this.policies.isEmpty;
  }

  public problems(): string[] {
    return [...this.foreign, ...this.policies.isEmpty ? [] : this.policies.problems(this.target)];
  }

  public warnings(): string[] {
    return this.policies.warnings();
  }

  public get spec(): MeshKinds['DestinationRule'] {
    const { target } = this;
    const trafficPolicy = this.policies.toTrafficPolicy(target);
    return {
      host: this.host.host(),
      ...trafficPolicy ? { trafficPolicy } : {},
      ...this.host.versioned ? {
        subsets: target.versions.map(version => {
          const own = this.policies.toSubsetPolicy(target, version);
          return { name: version, labels: { version }, ...own ? { trafficPolicy: own } : {} };
        }),
      } : {},
    };
  }

  private get target(): SettingTarget {
    const { ports, mtls, authorizes } = this.host.callee();
    return { ports, mtls, authorizes, meshed: authorizes || mtls !== undefined, versions: this.host.versions().map(({ version }) => version) };
  }
}
