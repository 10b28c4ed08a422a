import { belongingsFor } from './conditions';
import type { DeclaredEdge, DeclaredOperation } from './declaration';
import { differenceId } from './difference-id';
import type { Difference } from './proof';
import { requestsOf } from './requests';
import { attachedTo } from '../decision/attachment';
import { decide } from '../decision/decide';
import type { Decision } from '../decision/decision';
import { listenersOf } from '../decision/gateway-routing';
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
  return (edge.operation?.hosts ?? gateway.hosts).flatMap(served => {
    const host = served === '*' ? 'any.host' : served.replace(/^\*/, 'any');
    const operation = edge.operation && { ...edge.operation, hosts: undefined };
    return requestsOf({ ...edge, operation }, elsewhereOf(edge, served, exposed)).flatMap(({ request, text }) => {
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
      return decision.verdict === 'ALLOW' ? [] : [differenceOf(edge, gateway.name, `${text} for host '${asked.host}'`, decision)];
    });
  });
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
