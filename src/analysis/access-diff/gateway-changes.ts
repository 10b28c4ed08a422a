import type { AccessChange } from './access-change';
import { AccessChangeLayer } from './access-change';
import type { AlignedWorkload } from './aligned';
import type { Comparison, Version } from './comparison';
import { calleeOf } from './comparison';
import { exampleAmong } from './example';
import { gatewayWays, hostOf, opaqueCause, servedPorts } from './gateway-ways';
import { BoundaryReach } from './reach';
import { ordinaryPoints, requestOf } from './request-of';
import { AccessClientKind } from '../access/access-client';
import { AccessVerdict } from '../access/access-decision';
import { AccessProtocol } from '../access/access-operation';
import { sayAccess } from '../access-table';
import type { Language, ProductSet } from '../algebra';
import type { Request } from '../decision/request';
import type { Workload } from '../model';

/** The requests for a domain that a gateway passes to a port of a callee. */
interface Passed {
  readonly gateway: string;
  readonly domain: string;
  readonly port: number;
  readonly requests: ProductSet;
}

/**
 * What of a callee is newly open to the internet: routes at gateways, as far as the boundaries let the gateway's pods do what the routes
 * match. A request that an earlier route takes is counted as open in both versions.
 */
export class GatewayChanges {
  private readonly before: BoundaryReach;
  private readonly after: BoundaryReach;

  public constructor(private readonly comparison: Comparison) {
    const reach = ({ model, access }: Version): BoundaryReach => new BoundaryReach(model, access);
    this.before = reach(comparison.before);
    this.after = reach(comparison.after);
  }

  public of(callee: AlignedWorkload): readonly AccessChange[] {
    if (callee.after === undefined) { return []; }
    const { sets } = this.comparison.space.algebra;
    const was = callee.before === undefined ? [] : this.passed(this.before, callee.before);
    const is = this.passed(this.after, callee.after);
    return [...groups(is).values()].flatMap(ways => {
      const [{ port, domain, gateway }] = ways;
      const own = (list: readonly Passed[]): ProductSet => sets.union(...list.map(({ requests }) => requests));
      const old = own(was.filter(one => one.port === port && one.gateway === gateway));
      const more = this.comparison.allowance.beyondInternet(this.comparison, callee, port, sets.difference(own(ways), old));
      return sets.isEmpty(more) ? [] : [this.change(callee, { port, domain, gateway, requests: more })];
    }).concat(this.opaque(callee));
  }

  private passed(reaches: BoundaryReach, callee: Workload): readonly Passed[] {
    const { space } = reaches;
    const { sets } = space.algebra;
    return gatewayWays(reaches, callee).flatMap(({ pods, domain, requests, ports }) => ports.map((port): Passed => {
      const { may } = reaches.ofGateway(pods, callee, port).requests;
      const known = sets.project(sets.intersection(may, requests), space.principal);
      const hosts = sets.where(space.host, this.hosts(domain));
      return { gateway: `${pods.namespace}/${pods.name}`, domain, port, requests: sets.intersection(sets.project(known, space.host), hosts) };
    }));
  }

  /** The hosts of a domain, with any port or without. */
  private hosts(domain: string): Language {
    const { strings } = this.comparison.space.algebra;
    if (domain === '*') { return strings.all; }
    const ignoreCase = { ignoreCase: true };
    return domain.startsWith('*') ? strings.union(strings.suffix(domain.slice(1), ignoreCase), strings.containing(`${domain.slice(1)}:`, ignoreCase))
      : strings.union(strings.exact(domain, ignoreCase), strings.prefix(`${domain}:`, ignoreCase));
  }

  private change(callee: AlignedWorkload, { gateway, domain, port, requests }: Passed): AccessChange {
    const { space, before, after } = this.comparison;
    const { sets } = space.algebra;
    const asked = function* (): Generator<Request> {
      for (const point of ordinaryPoints(space, requests)) { yield { ...requestOf(point, { kind: 'internet' }, callee, port), host: hostOf(domain) }; }
    };
    const example = exampleAmong(asked(), before.model, after.model, AccessChangeLayer.ALL, 'risen');
    return {
      layer: AccessChangeLayer.ALL,
      clients: [{ kind: AccessClientKind.ANYONE, text: `the internet through gateway ${gateway} (host ${domain})` }],
      ...calleeOf(callee),
      ports: String(port),
      operations: sayAccess(space, after.words, sets.project(requests, space.host)).flatMap(({ operations }) => operations),
      before: example?.before.verdict ?? AccessVerdict.DENY,
      after: example?.after.verdict ?? AccessVerdict.UNKNOWN,
      ...example === undefined ? {} : { example },
      causes: example === undefined ? [`a route of the gateway sends to it for host ${domain}`] : [],
    };
  }

  /** A new way in that is not modelled, to whom the boundaries let it. */
  private opaque(callee: AlignedWorkload): readonly AccessChange[] {
    const cause = opaqueCause(this.after);
    if (cause === undefined || opaqueCause(this.before) === cause || callee.after === undefined) { return []; }
    const { after } = callee;
    const { sets } = this.comparison.space.algebra;
    const open = servedPorts(this.after, after).filter(port => [this.after.ofOthers(after, port), this.after.ofOutside(after, port)]
      .some(({ requests }) => !sets.isEmpty(requests.may)));
    return open.map((port): AccessChange => ({
      layer: AccessChangeLayer.ALL,
      clients: [{ kind: AccessClientKind.ANYONE, text: 'the internet' }],
      ...calleeOf(callee),
      ports: String(port),
      operations: [{ protocol: AccessProtocol.ANY }],
      before: AccessVerdict.DENY,
      after: AccessVerdict.UNKNOWN,
      causes: [cause],
    }));
  }
}

/** By gateway, domain and port. */
function groups(ways: readonly Passed[]): ReadonlyMap<string, readonly Passed[]> {
  const grouped = new Map<string, Passed[]>();
  for (const way of ways) {
    const key = JSON.stringify([way.gateway, way.domain, way.port]);
    const same = grouped.get(key);
    if (same === undefined) { grouped.set(key, [way]); } else { same.push(way); }
  }
  return grouped;
}
