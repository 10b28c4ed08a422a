import type { Construct } from 'constructs';
import { CanaryService } from '../../traffic/canary-service';
import type { CanaryVersion } from '../../traffic/canary-version';
import type { PodTemplateProps } from '../../workloads/pod-template-props';
import type { WorkloadPort } from '../../workloads/workload-port';

/** What a service of the demo that has versions consists of. */
interface TravelVersionsOptions {
  readonly port: WorkloadPort;
  readonly versions: readonly string[];
  readonly evenShares: boolean;
  readonly pods: (version: string) => PodTemplateProps;
}

/** A service of the Travel demo with its versions v1, v2 and v3. */
export class TravelVersions extends CanaryService {
  /** @internal */
  public static _of(scope: Construct, id: string, options: TravelVersionsOptions): TravelVersions {
    return new TravelVersions(scope, id, options);
  }

  private readonly deployed = new Map<string, CanaryVersion>();

  private constructor(scope: Construct, id: string, { port, versions, evenShares, pods }: TravelVersionsOptions) {
    super(scope, id, { ports: [port] });
    versions.forEach(version => this.deployed.set(version, this.addVersion(version, pods(version))));
    if (evenShares) {
      this.shareEvenly();
    }
  }

  /** Share the traffic evenly among the versions that are deployed. */
  public shareEvenly(): void {
    const versions = [...this.deployed.values()];
    const share = Math.floor(100 / versions.length);
    this.traffic.shift(...versions.map((version, i) => ({ version, weight: i === versions.length - 1 ? 100 - share * i : share })));
  }

  /** Version v1. */
  public get v1(): CanaryVersion {
    return this.version('v1');
  }

  /** Version v2; an error if the new versions are left out. */
  public get v2(): CanaryVersion {
    return this.version('v2');
  }

  /** Version v3; an error if the new versions are left out. */
  public get v3(): CanaryVersion {
    return this.version('v3');
  }

  private version(name: string): CanaryVersion {
    const version = this.deployed.get(name);
    if (!version) {
      throw new Error(`${this.node.path}: version '${name}' is not deployed, since the new versions are left out; leave them in.`);
    }
    return version;
  }
}
