import { ApiObject } from 'cdk8s';
import { Pod, Service } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { WorkloadPort } from './workload-port';
import type { Json } from '../private/rendering';
import { Rendering } from '../private/rendering';

/** How a Service leads to each of its pods by a name of its own. */
export interface Headless {
  readonly publishNotReadyAddresses: boolean;
}

/** The Service of an app: it selects by `app` alone, so that a version that joins needs no other Service. */
export function createService(scope: Construct, app: string, ports: readonly WorkloadPort[], headless?: Headless): Service {
  const service = new Service(scope, 'Service', {
    metadata: { name: app, labels: { app } },
    ...headless ? { clusterIP: 'None' } : {},
    ports: ports.map(port => ({ name: port.name, port: port.port, targetPort: port.targetPort })),
  });
  service.selectLabel('app', app);
  Rendering.of(ApiObject.of(service)).transform(manifest => complete(manifest, ports, headless));
  return service;
}

/** What cdk8s-plus cannot say, and what it says without need. */
function complete(manifest: Json, ports: readonly WorkloadPort[], headless: Headless | undefined): Json {
  const { externalIPs, ...spec } = manifest.spec;
  const { [Pod.ADDRESS_LABEL]: _hash, ...selector } = spec.selector;
  return {
    ...manifest,
    spec: {
      ...spec,
      // A StatefulSet of cdk8s-plus adds a label of its own, and versions that join do not carry it.
      selector,
      ...headless?.publishNotReadyAddresses ? { publishNotReadyAddresses: true } : {},
      ...externalIPs?.length > 0 ? { externalIPs } : {},
      ports: spec.ports.map((port: Json) => {
        const ours = ports.find(one => one.port === port.port && one.name === port.name);
        return ours?._needsAppProtocol ? { ...port, appProtocol: ours.protocol } : port;
      }),
    },
  };
}

/** The name of a headless Service leads to its pods' own addresses, where nothing makes one port of another. */
export function headlessPortProblems(service: string, ports: readonly WorkloadPort[]): string[] {
  return ports.filter(({ port, targetPort }) => port !== targetPort).map(({ port, targetPort }) =>
    `Service '${service}' is headless, so callers of its port ${port} come to port ${port} of the pods, and '${targetPort}' is what its containers listen on; use the same number for both.`);
}
