import type { DeclaredEdge, DeclaredOperation } from '../analysis/proof';
import type { CalleeConfig } from '../calls/callee';
import type { CallerConfig } from '../calls/caller';
import type { DeclaredCall } from '../calls/declared-call';
import type { HttpOperation } from '../calls/http-operation';
import { principalOf } from '../policies/identity-source';
import type { OwnTls } from '../traffic/destination/own-tls';

/** Declared calls as the plain data by which they are proved. */
export function edgesOf(calls: readonly DeclaredCall[], ownTls: OwnTls): DeclaredEdge[] {
  // Each is a caller and a callee of many calls.
  const callers = new Map<CallerConfig, DeclaredEdge['caller']>();
  const callees = new Map<CalleeConfig, Map<number, DeclaredEdge['callee']>>();
  return calls.map(call => {
    const { port, operation, conditions, arrives, ways, copyOf, passage } = call;
    let caller = callers.get(call.caller);
    if (caller === undefined) { callers.set(call.caller, caller = callerOf(call.caller)); }
    let ports = callees.get(call.callee);
    if (ports === undefined) { callees.set(call.callee, ports = new Map()); }
    let callee = ports.get(port.port);
    if (callee === undefined) { ports.set(port.port, callee = calleeOf(call.callee, ownTls.isSentTo(call.callee.host, port.port))); }
    return {
      caller,
      callee,
      port: port.port,
      targetPort: port.targetPort,
      ...conditions ? { conditions } : {},
      ...operation ? { operation: plain(operation) } : {},
      ...arrives ? { arrives: plain(arrives) } : {},
      ...ways ? { ways } : {},
      ...copyOf ? { copyOf } : {},
      ...passage ? {
        passage: {
          gatewayPort: passage.gatewayPort.targetPort,
          service: { namespace: passage.service.namespace, host: passage.service.host, port: passage.servicePort.port },
        },
      } : {},
    };
  });
}

function callerOf(caller: CallerConfig): DeclaredEdge['caller'] {
  return {
    name: caller.name,
    namespace: caller.namespace,
    principal: principalOf(caller),
    ...caller.podLabels ? { podLabels: caller.podLabels } : {},
    ...caller.cidrs ? { cidrs: caller.cidrs } : {},
    ...caller.gateway !== undefined && caller.gatewayHosts ? { gateway: { name: caller.gateway, hosts: caller.gatewayHosts } } : {},
  };
}

function calleeOf(callee: CalleeConfig, endsTls: boolean): DeclaredEdge['callee'] {
  return {
    name: callee.name,
    namespace: callee.namespace,
    host: callee.host,
    ...callee.otherHosts ? { otherHosts: callee.otherHosts } : {},
    podLabels: callee.podLabels,
    ...callee.addresses ? { addresses: callee.addresses } : {},
    ...callee.machines ? { machines: true } : {},
    ...callee.routedFrom === undefined ? {} : { routedFrom: callee.routedFrom },
    ...endsTls ? { endsTls: true } : {},
  };
}

function plain({ methods, paths, hosts }: HttpOperation): DeclaredOperation {
  return {
    ...methods ? { methods } : {},
    ...paths ? { paths: paths.map(path => path.text) } : {},
    ...hosts ? { hosts } : {},
  };
}
