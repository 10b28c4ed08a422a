import type { DeclaredEdge, DeclaredOperation } from '../analysis/proof';
import type { DeclaredCall } from '../calls/declared-call';
import type { HttpOperation } from '../calls/http-operation';
import { principalOf } from '../policies/identity-source';
import type { OwnTls } from '../traffic/destination/own-tls';

/** Declared calls as the plain data by which they are proved. */
export function edgesOf(calls: readonly DeclaredCall[], ownTls: OwnTls): DeclaredEdge[] {
  return calls.map(({ caller, callee, port, operation, conditions, arrives, ways, copyOf, passage }) => ({
    caller: {
      name: caller.name,
      namespace: caller.namespace,
      principal: principalOf(caller),
      ...caller.podLabels ? { podLabels: caller.podLabels } : {},
      ...caller.cidrs ? { cidrs: caller.cidrs } : {},
      ...caller.gateway !== undefined && caller.gatewayHosts ? { gateway: { name: caller.gateway, hosts: caller.gatewayHosts } } : {},
    },
    callee: {
      name: callee.name,
      namespace: callee.namespace,
      host: callee.host,
      ...callee.otherHosts ? { otherHosts: callee.otherHosts } : {},
      podLabels: callee.podLabels,
      ...callee.addresses ? { addresses: callee.addresses } : {},
      ...callee.machines ? { machines: true } : {},
      ...callee.routedFrom === undefined ? {} : { routedFrom: callee.routedFrom },
      ...ownTls.isSentTo(callee.host, port.port) ? { endsTls: true } : {},
    },
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
  }));
}

function plain({ methods, paths, hosts }: HttpOperation): DeclaredOperation {
  return {
    ...methods ? { methods } : {},
    ...paths ? { paths: paths.map(path => path.text) } : {},
    ...hosts ? { hosts } : {},
  };
}
