import type { IConstruct } from 'constructs';
import type { TrafficModel } from './traffic-model';
import { perApp } from '../private/per-app';

/**
 * What was declared of the traffic to a callee, by its name in the call graph: a gateway's VirtualService knows nothing of the
 * mesh's, so it must say the same.
 */
export class TrafficRegistry {
  public static of(scope: IConstruct): TrafficRegistry {
    return perApp(scope, 'TrafficRegistry', () => new TrafficRegistry());
  }

  private readonly byCallee = new Map<string, () => TrafficModel | undefined>();

  private constructor() {}

  public set(callee: string, model: () => TrafficModel | undefined): void {
    this.byCallee.set(callee, model);
  }

  /** Undefined where nothing was declared: requests go to the Service as a whole. */
  public get(callee: string): TrafficModel | undefined {
    return this.byCallee.get(callee)?.();
  }
}
