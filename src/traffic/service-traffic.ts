import type { ApiObject, Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CanaryVersion } from './canary-version';
import type { ClientTls } from './destination/client-tls';
import type { ConnectionPool } from './destination/connection-pool';
import { connectionPoolSetting } from './destination/connection-pool-setting';
import { DestinationDeclarations } from './destination/destination-declarations';
import type { DestinationScope } from './destination/destination-scope';
import type { LoadBalancer } from './destination/load-balancer';
import type { OutlierDetection } from './destination/outlier-detection';
import { outlierDetectionSetting } from './destination/outlier-detection';
import type { FaultOptions } from './fault';
import { abortGrpcOf, abortOf, delayOf } from './fault';
import { HttpMatch } from './http-match';
import type { StringMatch } from './string-match';
import { TrafficDeclarations } from './traffic-declarations';
import type { VersionedHost } from './traffic-declarations';
import type { TrafficModel } from './traffic-model';
import { TrafficRegistry } from './traffic-registry';
import type { VersionWeight } from './version-weight';
import { virtualService } from './virtual-service';
import { MeshObject } from '../private/mesh-object';
import { Synthesis } from '../private/synthesis';

/**
 * What is done to the requests of a service's callers: the facade of everything that can be called, `x.traffic`.
 *
 * All of it adds to one VirtualService for the Service's host, and to that of a gateway which exposes it. Rules that say where
 * requests go are asked in the order of their declaration, the default comes last; everything else means the same in any order.
 */
export class ServiceTraffic {
  /** @internal */
  public static _of(scope: Construct, name: string, host: VersionedHost): ServiceTraffic {
    return new ServiceTraffic(scope, name, host);
  }

  /** The VirtualService; emitted only if there is anything to say. */
  public readonly virtualService: ApiObject;

  /** The DestinationRule; emitted only if there is anything to say. */
  public readonly destinationRule: ApiObject;

  private readonly declarations: TrafficDeclarations;
  private readonly destination: DestinationDeclarations;

  private constructor(scope: Construct, name: string, host: VersionedHost) {
    const declarations = new TrafficDeclarations(scope, host);
    this.declarations = declarations;
    const destination = new DestinationDeclarations(scope, host);
    this.destination = destination;
    this.destinationRule = new MeshObject(scope, 'DestinationRule', {
      kind: 'DestinationRule',
      name,
      spec: () => destination.spec,
      emitted: () => host.versioned || !destination.isEmpty,
    });
    this.virtualService = new MeshObject(scope, 'VirtualService', {
      kind: 'VirtualService',
      name,
      spec: () => virtualService(declarations.model),
      emitted: () => host.versioned || !declarations.isEmpty,
    });
    TrafficRegistry.of(scope).set(scope.node.path, () => (host.versioned || !declarations.isEmpty ? declarations.model : undefined));
    Synthesis.of(scope).addCheck(scope, () => [...declarations.problems(), ...destination.problems()]);
  }

  /** Requests that match go to a version of the service. */
  public routeTo(match: HttpMatch, version: CanaryVersion): void {
    this.routeSplit(match, { version, weight: 100 });
  }

  /** Requests with this header go to a version of the service. */
  public routeByHeader(name: string, value: StringMatch, version: CanaryVersion): void {
    this.routeTo(HttpMatch.of({ headers: { [name]: value } }), version);
  }

  /** Requests that match go to versions of the service, by weight. */
  public routeSplit(match: HttpMatch, ...shares: VersionWeight[]): void {
    this.declarations.addRoute(match, shares);
  }

  /** Requests that no rule takes go to a version of the service. It excludes weights of the versions themselves. */
  public defaultTo(version: CanaryVersion): void {
    this.declarations.addDefault(`defaultTo(${version.version})`, [{ version, weight: 100 }]);
  }

  /** Requests that no rule takes, and connections, go to versions of the service by weight, in place of weights of the versions themselves. */
  public shift(...shares: VersionWeight[]): void {
    this.declarations.addDefault(`shift(${shares.map(({ version, weight }) => `${version.version} ${weight}`).join(', ')})`, shares);
  }

  /** Requests wait before they go on. */
  public delay(duration: Duration, options: FaultOptions = {}): void {
    this.declarations.addFeature(delayOf(duration, options));
  }

  /**
   * Requests are answered with a status, and go nowhere.
   *
   * @param status the HTTP status, 200–599
   */
  public abort(status: number, options: FaultOptions = {}): void {
    this.declarations.addFeature(abortOf(status, options));
  }

  /**
   * gRPC calls are answered with a status, and go nowhere.
   *
   * @param status the name of the code, such as 'UNAVAILABLE'
   */
  public abortGrpc(status: string, options: FaultOptions = {}): void {
    this.declarations.addFeature(abortGrpcOf(status, options));
  }

  /**
   * Limits of what each caller's proxy sends at once, over whole connections. Said once for each scope.
   */
  public connectionPool(pool: ConnectionPool, scope: DestinationScope = {}): void {
    this.destination.add(connectionPoolSetting(pool), scope);
  }

  /**
   * Pods that fail get no requests for a while. Said once for each scope.
   */
  public outlierDetection(detection: OutlierDetection, scope: DestinationScope = {}): void {
    this.destination.add(outlierDetectionSetting(detection), scope);
  }

  /**
   * How callers' proxies choose among the pods. Said once for each scope.
   */
  public loadBalancer(balancer: LoadBalancer, scope: DestinationScope = {}): void {
    this.destination.add(balancer._toSetting(), scope);
  }

  /**
   * What callers' proxies put on the wire, rather than the mesh's mutual TLS where the callee can. Said once for each scope.
   */
  public clientTls(tls: ClientTls, scope: DestinationScope = {}): void {
    this.destination.add(tls._toSetting(), scope);
  }

  /**
   * Does any rule, or the default, lead to the version?
   * @internal
   */
  public _leadsTo(version: string): boolean {
    const { rules, defaults } = this.declarations.model;
    return [...rules, ...defaults].some(({ action }) => action.kind === 'forward'
      && action.shares?.some(({ subset, weight }) => subset === version && weight > 0));
  }

  /**
   * The traffic to one version alone, by a caller that chooses it itself.
   * @internal
   */
  public _only(version: string): TrafficModel {
    const text = `version '${version}'`;
    return { ...this.declarations.model, rules: [], defaults: [{ text, action: { kind: 'forward', shares: [{ subset: version, weight: 100 }] } }] };
  }
}
