import type { Manifest } from '../analysis/manifest';
import type { DeclaredCall } from '../calls/call-graph';
import type { CalleeConfig } from '../calls/callee';
import type { CallerConfig } from '../calls/caller';
import type { Mesh } from '../mesh/mesh';

/**
 * What an app says of others without owning it, as manifests: namespaces, Services and pods that are at the other ends of its
 * calls. They are what rules find when they ask whether something is there; nothing is reported of them.
 *
 * @param own the namespaces of which the app writes the Services and pods
 */
export function declaredElsewhere(mesh: Mesh, calls: readonly DeclaredCall[], own: ReadonlySet<string>): readonly Manifest[] {
  const callees = new Map(calls.filter(({ callee }) => !own.has(callee.namespace)).map(({ callee }) => [callee.name, callee]));
  // Pods of gateways are the platform's to describe.
  const others = calls.map(({ caller }) => caller).filter(({ gateway, namespace }) => gateway === undefined && !own.has(namespace));
  const callers = new Map(others.map(caller => [caller.name, caller]));
  const namespaces = new Set([mesh.rootNamespace, ...[...callees.values(), ...callers.values()].map(({ namespace }) => namespace)]);
  return [
    ...[...namespaces].filter(namespace => !own.has(namespace)).map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...[...callees.values()].flatMap(callee => serviceOf(callee, mesh.platform.clusterDomain)),
    ...[...callers.values()].flatMap(podsOf),
  ].map(object => ({ object }));
}

function serviceOf({ name, namespace, host, ports, podLabels }: CalleeConfig, clusterDomain: string): object[] {
  const [service, ...rest] = host.split('.');
  if (rest.join('.') !== `${namespace}.svc.${clusterDomain}`) {
    return [];
  }
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: service, namespace },
      spec: {
        selector: podLabels,
        ports: ports.map(port => ({ name: port.name, port: port.port, targetPort: port.targetPort, appProtocol: port.protocol })),
      },
    },
    deployment(name, namespace, podLabels, ports.map(({ targetPort }) => ({ containerPort: targetPort }))),
  ];
}

function podsOf({ name, namespace, serviceAccount, podLabels }: CallerConfig): object[] {
  return serviceAccount === undefined || namespace === '' ? [] : [deployment(name, namespace, podLabels ?? {}, [], serviceAccount)];
}

function deployment(
  name: string, namespace: string, labels: { readonly [key: string]: string }, ports: readonly object[], serviceAccountName?: string,
): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: name.replace(/\//g, '-'), namespace },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...serviceAccountName === undefined ? {} : { serviceAccountName }, containers: [{ name: 'main', ports }] } },
    },
  };
}
