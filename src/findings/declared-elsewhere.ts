import type { Manifest } from '../analysis/manifest';
import type { CalleeConfig } from '../calls/callee';
import type { CallerConfig } from '../calls/caller';
import type { DeclaredCall } from '../calls/declared-call';
import type { Mesh } from '../mesh/mesh';

/**
 * What an app says of others without owning it, as manifests: namespaces, Services and pods that are at the other ends of its
 * calls. They are what rules find when they ask whether something is there; nothing is reported of them.
 *
 * @param isWritten whether the app itself writes what the construct of a path stands for
 */
export function declaredElsewhere(mesh: Mesh, calls: readonly DeclaredCall[], isWritten: (path: string) => boolean): readonly Manifest[] {
  const callees = new Map(calls.filter(({ callee }) => !isWritten(callee.name)).map(({ callee }) => [callee.name, callee]));
  // Pods of gateways are the platform's to describe.
  const others = calls.map(({ caller }) => caller).filter(({ gateway, name }) => gateway === undefined && !isWritten(name));
  const callers = new Map(others.map(caller => [caller.name, caller]));
  const namespaces = new Set([mesh.rootNamespace, ...[...callees.values(), ...callers.values()].map(({ namespace }) => namespace)]);
  return [
    ...[...namespaces].filter(namespace => namespace !== '').map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
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
  const account = serviceAccountName === undefined ? {} : { serviceAccountName };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: name.replace(/\//g, '-'), namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        // Whether they have sidecars, and which Sidecar those have, is not for this app to say.
        metadata: { labels, annotations: { 'sidecar.istio.io/inject': 'false' } },
        spec: { ...account, containers: [{ name: 'main', ports }] },
      },
    },
  };
}
