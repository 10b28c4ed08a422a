import { belongingsFor } from './conditions';
import type { DeclaredEdge, DeclaredOperation } from './declaration';
import { differenceId } from './difference-id';
import type { Difference } from './proof';
import type { Try } from './requests';
import { isAmong, requestsOf, tryText } from './requests';
import { attachedTo } from '../decision/attachment';
import { decide } from '../decision/decide';
import type { Decision } from '../decision/decision';
import { claimantsOf, claimsOf, listenersOf } from '../decision/gateway-routing';
import type { Request } from '../decision/request';
import { hostsOverlap, hostWithin } from '../hosts';
import type { MeshModel, Workload } from '../model';

/**
 * Does what is exposed come from outside through the gateway's own routes to its callee, for each host? A client may show a
 * certificate and a token that the gateway accepts.
 *
 * @param exposed all calls through gateways: of what is meant for others more narrowly, no example is taken
 */
export function gatewayLiveness(model: MeshModel, edge: DeclaredEdge, callees: readonly Workload[], exposed: readonly DeclaredEdge[]): Difference[] {
  const { gateway } = edge.caller;
  if (!gateway || edge.copyOf || edge.callee.addresses || callees.length === 0) {
    return [];
  }
  const belongings = belongingsFor(model, edge, callees[0]);
  if (belongings === undefined) {
    // Said where identities are held against the call.
    return [];
  }
  const { address, headers, claims } = belongings;
  const tokens = claims === undefined ? [undefined, ...tokensAt(model, gateway.name)] : [claims];
  const routed = new Set<string>();
  return (edge.operation?.hosts ?? gateway.hosts).flatMap(served => {
    const host = served === '*' ? 'any.host' : served.replace(/^\*/, 'any');
    // What is routed as for another host is tried there; here one request tells whether the host is served.
    const way = wayOf(model, gateway.name, host);
    const known = way !== undefined && routed.has(way);
    if (way !== undefined) {
      routed.add(way);
    }
    const named = { ...edge, operation: edge.operation && { ...edge.operation, hosts: undefined } };
    const judged = (tries: readonly Try[]): Judged[] => tries.flatMap(request => {
      // A route may ask for one of the hosts by name.
      if (request.host !== undefined && !hostWithin(request.host, served)) {
        return [];
      }
      const asked = { ...request, host: request.host ?? host, headers: new Map([...request.headers, ...headers]) };
      const decision = best(tokens.flatMap(token => callees.map(callee => decide(model, {
        ...asked,
        ...token === undefined ? {} : { claims: token },
        from: { kind: 'internet', certificate: true, ...address === undefined ? {} : { address } },
        to: { namespace: callee.namespace, workload: callee.name },
      } satisfies Request))));
      return decision.verdict === 'ALLOW' ? [] : [{ request, text: `${tryText(request)} for host '${asked.host}'`, decision }];
    });
    const refused = judged(requestsOf(named).slice(0, known ? 1 : undefined));
    // An example may be what somebody else is asked more narrowly; then there are others. It takes time, and is rarely so.
    const elsewhere = refused.length === 0 ? [] : elsewhereOf(edge, served, exposed);
    const really = refused.some(({ request }) => isAmong(request, elsewhere)) ? judged(requestsOf(named, elsewhere)) : refused;
    return really.map(({ text, decision }) => differenceOf(edge, gateway.name, text, decision));
  });
}

/** A request that does not come through. */
interface Judged {
  readonly request: Try;
  readonly text: string;
  readonly decision: Decision;
}

const ways = new WeakMap<MeshModel, Map<string, string | undefined>>();

/** The servers and routes that a Gateway has for a host; undefined where a route asks for the host itself. */
function wayOf(model: MeshModel, gateway: string, host: string): string | undefined {
  const known = ways.get(model) ?? new Map<string, string | undefined>();
  ways.set(model, known);
  const key = `${gateway} ${host}`;
  if (!known.has(key)) {
    known.set(key, findWay(model, gateway, host));
  }
  return known.get(key);
}

function findWay(model: MeshModel, gateway: string, host: string): string | undefined {
  const listeners = listenersOf(model).listeners.filter(one => `${one.gateway.namespace}/${one.gateway.name}` === gateway
    && one.server.hosts.some(entry => hostWithin(host, entry.host)));
  const claims = listeners.flatMap(listener => claimantsOf(claimsOf(model, listener), host).map(({ route }) => ({ listener, route })));
  const asksForHost = claims.some(({ route }) => route.http.some(({ matches }) => matches.some(({ authority, headers }) =>
    authority !== undefined || headers.some(([name]) => [':authority', 'host'].includes(name.toLowerCase())))));
  return asksForHost ? undefined : JSON.stringify([
    listeners.map(({ server }) => server.path), claims.map(({ listener: { server }, route }) => [server.path, route.namespace, route.name]),
  ]);
}

/** What is exposed of others at the same gateway and host. */
function elsewhereOf(edge: DeclaredEdge, host: string, exposed: readonly DeclaredEdge[]): DeclaredOperation[] {
  return exposed.filter(({ caller, callee, port, copyOf, operation }) => operation !== undefined && copyOf === undefined
    && caller.gateway?.name === edge.caller.gateway?.name && (callee.name !== edge.callee.name || port !== edge.port)
    && (operation.hosts ?? caller.gateway?.hosts ?? []).some(own => hostsOverlap(own, host)))
    .map(({ operation }) => ({ ...operation, hosts: undefined }));
}

/** Claims of tokens that are accepted at the pods of a Gateway. */
function tokensAt(model: MeshModel, gateway: string): object[] {
  const pods = new Set(listenersOf(model).listeners.filter(one => `${one.gateway.namespace}/${one.gateway.name}` === gateway).map(one => one.pods));
  return [...pods].flatMap(one => attachedTo(model.requestAuthentications, one, model)).flatMap(({ rules }) => rules)
    .map(({ issuer, audiences }) => ({ iss: issuer, sub: 'somebody', ...audiences.length > 0 ? { aud: audiences } : {} }));
}

function best(decisions: readonly Decision[]): Decision {
  return decisions.find(({ verdict }) => verdict === 'ALLOW') ?? decisions.find(({ verdict }) => verdict === 'UNKNOWN') ?? decisions[0];
}

function differenceOf(edge: DeclaredEdge, gateway: string, text: string, decision: Decision): Difference {
  const outcome = decision.verdict === 'UNKNOWN' ? 'cannot be decided' : 'does not come through';
  const { layer, object, reason } = decision;
  return {
    id: differenceId('liveness', 'routing', `${edge.caller.name}:${edge.callee.name}:${edge.targetPort}`,
      JSON.stringify([edge, text, decision.verdict, layer, object?.kind, object?.namespace, object?.name])),
    declared: [edge],
    side: 'liveness',
    layer: 'routing',
    path: edge.caller.name,
    message: `what is exposed of '${edge.callee.name}' ${outcome} (${text} at Gateway ${gateway}, to port ${edge.targetPort}): ${reason}`,
    ...object ? { object } : {},
  };
}
