import type { IConstruct } from 'constructs';
import type { TrafficModel } from './traffic-model';
import { perApp } from '../private/per-app';
import { Synthesis } from '../private/synthesis';

/**
 * What was declared of the traffic to a callee, by its name in the call graph: a gateway's VirtualService knows nothing of the
 * mesh's, so it must say the same.
 */
export class TrafficRegistry {
  public static of(scope: IConstruct): TrafficRegistry {
    return perApp(scope, 'TrafficRegistry', root => new TrafficRegistry(root));
  }

  private readonly byCallee = new Map<string, () => TrafficModel | undefined>();

  private readonly claims = new Map<IConstruct, () => string | undefined>();

  /** Who says anything of a host, as of one synth. */
  private claimants?: ReadonlyMap<string, readonly IConstruct[]>;

  private constructor(root: IConstruct) {
    Synthesis.of(root).onPrepare(() => { this.claimants = undefined; });
  }

  /** What is said of a host is said by one construct; undefined where it says nothing. */
  public claim(construct: IConstruct, host: () => string | undefined): void {
    this.claims.set(construct, host);
    this.claimants = undefined;
  }

  /** Why others must not say anything of the same host. */
  public rivals(construct: IConstruct): string[] {
    const own = this.claims.get(construct)?.();
    return own === undefined ? [] : (this.claimantsByHost().get(own) ?? []).filter(other => other !== construct).map(other =>
      `traffic of ${own.trim()} is also declared at '${other.node.path}'; declare it at one of them.`);
  }

  private claimantsByHost(): ReadonlyMap<string, readonly IConstruct[]> {
    if (this.claimants === undefined) {
      const claimants = new Map<string, IConstruct[]>();
      for (const [construct, claimed] of this.claims) {
        const host = claimed();
        if (host === undefined) { continue; }
        const known = claimants.get(host);
        if (known === undefined) { claimants.set(host, [construct]); } else { known.push(construct); }
      }
      this.claimants = claimants;
    }
    return this.claimants;
  }

  public set(callee: string, model: () => TrafficModel | undefined): void {
    this.byCallee.set(callee, model);
  }

  /** Undefined where nothing was declared: requests go to the Service as a whole. */
  public get(callee: string): TrafficModel | undefined {
    return this.byCallee.get(callee)?.();
  }
}
