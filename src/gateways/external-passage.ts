import type { EgressGateway } from './egress-gateway';
import type { EgressHost } from './egress-routes';
import { isHttp } from '../calls/app-protocol';
import type { CalleePort } from '../calls/callee';
import type { DeclaredCall, Passage } from '../calls/declared-call';
import type { HttpOperation } from '../calls/http-operation';

/** What a port is at a gateway. */
export function kindOf({ protocol }: CalleePort): 'requests' | 'connections' {
  return isHttp(protocol) ? 'requests' : 'connections';
}

/** The first port of each kind; that there are more is reported. */
export function egressPortsOf(ports: readonly CalleePort[]): EgressHost['ports'] {
  const first = (kind: ReturnType<typeof kindOf>) => ports.find(port => kindOf(port) === kind);
  const [requests, connections] = [first('requests'), first('connections')];
  return { ...requests ? { requests } : {}, ...connections ? { connections } : {} };
}

/**
 * A call that goes out by a gateway: one of the caller to the gateway, for the host, methods and paths that are declared, and one of
 * the gateway to the service. A connection says its host by the name of the handshake alone.
 */
export function passing(call: DeclaredCall, gateway: EgressGateway): readonly DeclaredCall[] | string {
  const { caller, callee, port, operation, arrives, conditions = [], ...rest } = call;
  if ((operation?.hosts ?? arrives?.hosts) !== undefined) {
    return `it names hosts, and the gateway admits it for '${callee.host}' alone; leave them out of the call.`;
  }
  const kind = kindOf(port);
  const passage: Passage = { gateway: gateway._toCalleeConfig(), gatewayPort: gateway._ports[kind], service: callee, servicePort: port };
  const named = (one: HttpOperation): HttpOperation => ({ ...one, hosts: [callee.host] });
  const all = [...conditions, ...kind === 'connections' ? [{ key: 'connection.sni', values: [callee.host] }] : []];
  const leaving = arrives ?? operation;
  return [
    {
      ...rest,
      caller,
      callee: passage.gateway,
      port: passage.gatewayPort,
      passage,
      ...operation ? { operation: named(operation) } : {},
      ...arrives ? { arrives: named(arrives) } : {},
      ...all.length > 0 ? { conditions: all } : {},
    },
    { caller: gateway._toCallerConfig(), callee, port, passage, ...leaving ? { operation: named(leaving) } : {} },
  ];
}
