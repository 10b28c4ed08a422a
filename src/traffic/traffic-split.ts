import type { IConstruct } from 'constructs';
import { isHttp } from '../calls/app-protocol';
import type { CalleePort } from '../calls/callee';
import type { MeshKinds } from '../private/mesh-object';
import { perApp } from '../private/per-app';

type VirtualServiceSpec = MeshKinds['VirtualService'];
type HttpRoute = NonNullable<VirtualServiceSpec['http']>[number];
type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];

/** A subset and its share of the traffic, in percent. */
export interface Share {
  readonly subset: string;
  readonly weight: number;
}

/** One destination of a route. */
interface WeightedDestination {
  readonly destination: { readonly host: string; readonly subset?: string; readonly port: { readonly number: number } };
  readonly weight?: number;
}

/** Destinations for a Service's port: its subsets by weight, or the Service as a whole. */
export function weightedDestinations(host: string, port: number, shares: readonly Share[] | undefined): WeightedDestination[] {
  if (!shares) {
    return [{ destination: { host, port: { number: port } } }];
  }
  // Versions without traffic are deployed, and no destination; the only destination takes everything.
  const taking = shares.filter(share => share.weight > 0);
  return taking.map(({ subset, weight }) => ({
    destination: { host, subset, port: { number: port } },
    ...taking.length > 1 ? { weight } : {},
  }));
}

/** The VirtualService that splits a Service's traffic inside of the mesh, on every port of it. */
export function splitVirtualService(host: string, ports: readonly CalleePort[], shares: readonly Share[]): VirtualServiceSpec {
  const several = ports.length > 1;
  const http: HttpRoute[] = ports.filter(port => isHttp(port.protocol)).map(port => ({
    ...several ? { match: [{ port: port.port }] } : {},
    route: weightedDestinations(host, port.port, shares),
  }));
  const tcp: TcpRoute[] = ports.filter(port => !isHttp(port.protocol)).map(port => ({
    ...several ? { match: [{ port: port.port }] } : {},
    route: weightedDestinations(host, port.port, shares),
  }));
  return { hosts: [host], ...http.length > 0 ? { http } : {}, ...tcp.length > 0 ? { tcp } : {} };
}

/**
 * How the traffic of a callee is split, by its name in the call graph: a gateway's VirtualService knows nothing of the
 * mesh's, so it must say the same.
 */
export class TrafficSplits {
  public static of(scope: IConstruct): TrafficSplits {
    return perApp(scope, 'TrafficSplits', () => new TrafficSplits());
  }

  private readonly byCallee = new Map<string, () => readonly Share[]>();

  private constructor() {}

  public set(callee: string, shares: () => readonly Share[]): void {
    this.byCallee.set(callee, shares);
  }

  /** The shares of a callee's versions; undefined where its traffic is not split. */
  public get(callee: string): readonly Share[] | undefined {
    return this.byCallee.get(callee)?.();
  }
}
