import type { Construct } from 'constructs';
import { CanaryService } from '../../traffic/canary-service';
import type { CanaryVersion } from '../../traffic/canary-version';
import type { PodTemplateProps } from '../../workloads/pod-template-props';
import type { WorkloadPort } from '../../workloads/workload-port';

/** What a service of the demo that has versions consists of. */
interface TravelVersionsOptions {
  readonly port: WorkloadPort;
  readonly versions: readonly string[];
  readonly pods: (version: string) => PodTemplateProps;
}

/** A service of the Travel demo with its versions v1, v2 and v3, which share its traffic evenly. */
export class TravelVersions extends CanaryService {
  /** @internal */
  public static _of(scope: Construct, id: string, options: TravelVersionsOptions): TravelVersions {
    return new TravelVersions(scope, id, options);
  }

  private readonly deployed = new Map<string, CanaryVersion>();

  private constructor(scope: Construct, id: string, { port, versions, pods }: TravelVersionsOptions) {
    super(scope, id, { ports: [port] });
    const share = Math.floor(100 / versions.length);
    versions.forEach((version, i) => {
      const weight = i === versions.length - 1 ? 100 - share * i : share;
      this.deployed.set(version, this.addVersion(version, { ...pods(version), weight }));
    });
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
