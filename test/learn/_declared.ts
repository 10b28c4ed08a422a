import type { App } from 'cdk8s';
import { CallGraph } from '../../src/calls/call-graph';
import { type DeclaredCall } from '../../src/calls/declared-call';

/** One declared call, with everything by which calls are told apart: who, whom, and what. */
export interface Said {
  readonly caller: string;
  readonly callee: string;
  readonly namespace: string;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  readonly port: number;
  readonly targetPort: number;
  readonly method?: string;
  readonly path?: string;
  readonly call: DeclaredCall;
}

/** The calls of an app, taken apart. */
export function callsOf(app: App): Said[] {
  return CallGraph.of(app).calls.flatMap(call => {
    const { caller, callee, port, operation } = call;
    const one = {
      caller: `${caller.namespace}/${caller.serviceAccount}`,
      callee: callee.host.split('.svc.')[0],
      namespace: callee.namespace,
      protocol: operation === undefined ? 'tcp' as const : port.protocol === 'grpc' ? 'grpc' as const : 'http' as const,
      port: port.port,
      targetPort: port.targetPort,
      call,
    };
    const methods = operation?.methods ?? [undefined];
    const paths = operation?.paths ?? [undefined];
    return methods.flatMap(method => paths.map(path => ({ ...one, ...method ? { method } : {}, ...path ? { path: path.text } : {} })));
  });
}

/** Who calls whom by what, as far as a graph tells. */
export function edgesOf(app: App): string[] {
  return [...new Set(callsOf(app).map(({ caller, callee, protocol }) => `${caller} ${protocol} ${callee}`))].sort();
}
