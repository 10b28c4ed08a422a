import { ApiObject } from 'cdk8s';
import { Service } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { WorkloadPort } from './workload-port';
import type { Json } from '../private/rendering';
import { Rendering } from '../private/rendering';

/** The Service of an app: it selects by `app` alone, so that a version that joins needs no other Service. */
export function createService(scope: Construct, app: string, ports: readonly WorkloadPort[]): Service {
  const service = new Service(scope, 'Service', {
    metadata: { name: app, labels: { app } },
    ports: ports.map(port => ({ name: port.name, port: port.port, targetPort: port.targetPort })),
  });
  service.selectLabel('app', app);
  Rendering.of(ApiObject.of(service)).transform(manifest => complete(manifest, ports));
  return service;
}

/** What cdk8s-plus cannot say, and what it says without need. */
function complete(manifest: Json, ports: readonly WorkloadPort[]): Json {
  const { externalIPs, ...spec } = manifest.spec;
  return {
    ...manifest,
    spec: {
      ...spec,
      ...externalIPs?.length > 0 ? { externalIPs } : {},
      ports: spec.ports.map((port: Json) => {
        const ours = ports.find(one => one.port === port.port && one.name === port.name);
        return ours?._needsAppProtocol ? { ...port, appProtocol: ours.protocol } : port;
      }),
    },
  };
}
