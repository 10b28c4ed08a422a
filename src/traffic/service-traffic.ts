import type { ApiObject, Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { RedirectOptions, ResponseOptions } from './answers';
import { redirectOf, responseOf } from './answers';
import { CallRoutes } from './call-routes';
import type { CanaryVersion } from './canary-version';
import type { ConnectionMatch } from './connection-match';
import type { CorsOptions } from './cors';
import { corsOf } from './cors';
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
import type { HeaderOperations } from './header-operations';
import { headerOperationsOf } from './header-operations';
import { HttpMatch } from './http-match';
import type { MirrorOptions } from './mirror';
import { gatewayProblems } from './model-problems';
import type { RetryOptions, TimeoutOptions } from './retries';
import { retriesOf, timeoutOf } from './retries';
import type { RegexRewriteOptions, RewriteOptions } from './rewrite';
import { authorityRewriteOf, pathRewriteOf, prefixRewriteOf, regexRewriteOf } from './rewrite';
import type { ShiftPlan } from './shift-plan';
import type { StringMatch } from './string-match';
import { TrafficDeclarations, WITHOUT_EFFECT } from './traffic-declarations';
import type { VersionedHost } from './traffic-declarations';
import type { TrafficModel } from './traffic-model';
import { TrafficRegistry } from './traffic-registry';
import type { VersionWeight } from './version-weight';
import { virtualService } from './virtual-service';
import { CallGraph } from '../calls/call-graph';
import type { ICallee } from '../calls/callee';
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

  /** Names in the call graph: the service's, then its versions'. */
  private readonly names: string[] = [];
  private readonly declarations: TrafficDeclarations;
  private readonly destination: DestinationDeclarations;

  private constructor(private readonly scope: Construct, name: string, private readonly host: VersionedHost) {
    const declarations = new TrafficDeclarations(scope, host, () => this.followed);
    this.declarations = declarations;
    const destination = new DestinationDeclarations(scope, host);
    this.destination = destination;
    const exportTo = host.exportTo ? { exportTo: host.exportTo } : {};
    this.destinationRule = new MeshObject(scope, 'DestinationRule', {
      kind: 'DestinationRule',
      name,
      spec: () => ({ ...destination.spec, ...exportTo }),
      emitted: () => this.followed && (host.versioned || !destination.isEmpty),
    });
    this.virtualService = new MeshObject(scope, 'VirtualService', {
      kind: 'VirtualService',
      name,
      spec: () => ({ ...virtualService(declarations.model, host.detourOf), ...host.routesExportTo ? { exportTo: host.routesExportTo } : exportTo }),
      emitted: () => this.followed && (host.versioned || host.detourOf !== undefined || !declarations.isEmpty),
    });
    this.names.push(scope.node.path);
    TrafficRegistry.of(scope).set(scope.node.path, () => (host.versioned || !declarations.isEmpty ? declarations.model : undefined));
    TrafficRegistry.of(scope).claim(scope, () => (this._isEmpty ? undefined : `${host.host()} ${host.exportTo ? name : ''}`));
    CallGraph.of(scope).route(scope.node.path, () => this.callRoutes());
    Synthesis.of(scope).setWarnings(scope, () => [...new Set([
      ...declarations.warnings(),
      ...this.followed ? destination.warnings() : destination.isEmpty ? [] : [WITHOUT_EFFECT],
    ])]);
    const exposing = () => CallGraph.of(scope).incoming(...this.names).map(({ caller }) => caller.gateway);
    Synthesis.of(scope).addCheck(scope, () => [
      ...declarations.problems(), ...destination.problems(), ...TrafficRegistry.of(scope).rivals(scope),
      ...declarations.isEmpty ? [] : gatewayProblems(declarations.model, exposing),
    ]);
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

  /** Connections without HTTP go to versions of the service, by weight. */
  public routeConnections(match: ConnectionMatch, ...shares: VersionWeight[]): void {
    this.declarations.addStream(match, shares);
  }

  /** Requests that no rule takes go to a version of the service. It excludes weights of the versions themselves. */
  public defaultTo(version: CanaryVersion): void {
    this.declarations.addDefault(`defaultTo(${version.version})`, [{ version, weight: 100 }]);
  }

  /** Requests that no rule takes, and connections, go to versions of the service by weight, in place of weights of the versions themselves. */
  public shift(...shares: VersionWeight[]): void {
    this.declarations.addDefault(`shift(${shares.map(({ version, weight }) => `${version.version} ${weight}`).join(', ')})`, shares);
  }

  /**
   * A canary that goes on by steps: requests that no rule takes, and connections, go to `to` by the step's share, and the rest to
   * `from`. Synthesize it once for each step, from 0, where nothing is shifted yet, to the last.
   */
  public shiftByPlan(plan: ShiftPlan): void {
    this.declarations.addPlan(plan);
  }

  /** Requests that no rule takes are answered with status 404, on purpose: nothing is printed of it. */
  public rejectUnmatched(): void {
    this.declarations.rejectUnmatched();
  }

  /** Requests that match are sent to another address: the caller asks there again. */
  public redirect(match: HttpMatch, to: RedirectOptions): void {
    this.declarations.addAnswer(match, redirectOf(to));
  }

  /**
   * Requests that match are answered by the proxy, and go nowhere.
   *
   * @param status the HTTP status, 200–599
   */
  public respond(match: HttpMatch, status: number, options: ResponseOptions = {}): void {
    this.declarations.addAnswer(match, responseOf(status, options));
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

  /** Requests that take longer are answered with status 504. */
  public timeout(duration: Duration, options: TimeoutOptions = {}): void {
    this.declarations.addFeature(timeoutOf(duration, options));
  }

  /**
   * Requests that fail are tried again.
   *
   * @param attempts how often, after the first try; 0 for never
   */
  public retries(attempts: number, options: RetryOptions = {}): void {
    this.declarations.addFeature(retriesOf(attempts, options));
  }

  /**
   * Copies of requests go to a mirror too, and its answers are dropped. Whoever may send a request may send its copy: the
   * mirror admits the callers for the same requests.
   *
   * @param target a version of the service, or another service
   */
  public mirrorTo(target: ICallee, options: MirrorOptions = {}): void {
    this.declarations.addMirror({ ...options, target });
  }

  /** Paths that begin with `from` begin with `to` instead. Callers declare what they send; the service admits what comes out. */
  public rewritePrefix(from: string, to: string, options: RewriteOptions = {}): void {
    this.declarations.addFeature(prefixRewriteOf(from, to, options));
  }

  /** The path `from` becomes `to`. Callers declare what they send; the service admits what comes out. */
  public rewritePath(from: string, to: string, options: RewriteOptions = {}): void {
    this.declarations.addFeature(pathRewriteOf(from, to, options));
  }

  /**
   * What an expression finds in a path is replaced.
   *
   * @param match an expression in RE2's syntax
   * @param rewrite what comes in its place; '\1' stands for the first group
   */
  public rewriteRegex(match: string, rewrite: string, options: RegexRewriteOptions): void {
    this.declarations.addFeature(regexRewriteOf(match, rewrite, options));
  }

  /** Requests name another host when they come to the service. */
  public rewriteAuthority(host: string, options: RewriteOptions = {}): void {
    this.declarations.addFeature(authorityRewriteOf(host, options));
  }

  /** Headers of requests are changed on their way to the service. */
  public requestHeaders(operations: HeaderOperations): void {
    headerOperationsOf('request', operations).forEach(feature => this.declarations.addFeature(feature));
  }

  /** Headers of answers are changed on their way to the caller. */
  public responseHeaders(operations: HeaderOperations): void {
    headerOperationsOf('response', operations).forEach(feature => this.declarations.addFeature(feature));
  }

  /** Pages of other origins may read answers. */
  public cors(options: CorsOptions): void {
    this.declarations.addFeature(corsOf(options));
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
   * Is there anything to say?
   * @internal
   */
  public get _isEmpty(): boolean {
    return this.declarations.isEmpty && this.destination.isEmpty;
  }

  /**
   * Does any rule, or the default, lead to the version?
   * @internal
   */
  public _leadsTo(version: string): boolean {
    if (!this.followed) {
      return true;
    }
    const { rules, defaults } = this.declarations.model;
    return [...rules, ...defaults].some(({ action }) => action.kind === 'forward'
      && action.shares?.some(({ subset, weight }) => subset === version && weight > 0));
  }

  /**
   * Callers may call one version alone; a gateway then leads to it by itself.
   *
   * @param name the version's name in the call graph
   * @internal
   */
  public _addVersion(name: string, version: string): void {
    this.names.push(name);
    const only = (): TrafficModel => {
      const { model } = this.declarations;
      return {
        ...model,
        // What is answered by a proxy is answered for every version.
        rules: model.rules.filter(({ action }) => action.kind !== 'forward'),
        defaults: [{ text: `version '${version}'`, action: { kind: 'forward', shares: [{ subset: version, weight: 100 }] } }],
      };
    };
    TrafficRegistry.of(this.scope).set(name, only);
    CallGraph.of(this.scope).route(name, () => this.callRoutes(only));
  }

  /** Is there a proxy that follows what is declared: the service's, or a caller's? Where no caller is declared, others may call. */
  private get followed(): boolean {
    if (this.host.meshed()) { return true; }
    const calls = CallGraph.of(this.scope).incoming(...this.names);
    return calls.length === 0 || calls.some(({ caller }) => caller.meshed);
  }

  /** @param atGateways what gateways make of it, if that is something else */
  private callRoutes(atGateways?: () => TrafficModel): CallRoutes | undefined {
    const { declarations, host } = this;
    if (declarations.isEmpty) { return undefined; }
    const { model } = declarations;
    return new CallRoutes(model, atGateways?.() ?? model, declarations.mirrored, host.callee);
  }
}
