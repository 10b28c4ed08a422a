import type { DeclaredEdge } from '../analysis/proof';
import type { DeclaredCall } from '../calls/call-graph';
import { principalOf } from '../policies/authorization-policy';

/** Declared calls as the plain data by which they are proved. */
export function edgesOf(calls: readonly DeclaredCall[]): DeclaredEdge[] {
  return calls.map(({ caller, callee, port, operation, conditions }) => ({
    caller: {
      name: caller.name,
      namespace: caller.namespace,
      principal: principalOf(caller),
      ...caller.podLabels ? { podLabels: caller.podLabels } : {},
    },
    callee: { name: callee.name, namespace: callee.namespace, host: callee.host, podLabels: callee.podLabels },
    port: port.port,
    targetPort: port.targetPort,
    ...conditions ? { conditions } : {},
    ...operation ? {
      operation: {
        ...operation.methods ? { methods: operation.methods } : {},
        ...operation.paths ? { paths: operation.paths.map(path => path.text) } : {},
        ...operation.hosts ? { hosts: operation.hosts } : {},
      },
    } : {},
  }));
}
