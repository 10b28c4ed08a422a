import type { BookinfoPart } from './bookinfo-parts';
import { BOOKINFO_APPS, BOOKINFO_PARTS, BOOKINFO_PORT, bookinfoServiceAccount } from './bookinfo-parts';
import type { UpstreamNamespace } from '../upstream-namespace';

/** Every object of upstream's `bookinfo.yaml` and `bookinfo-gateway.yaml`, field by field as upstream has it. */
export function addUpstreamObjects(namespace: UpstreamNamespace): void {
  for (const app of BOOKINFO_APPS) {
    namespace._add('v1', 'Service', app, {
      metadata: { labels: { app, service: app } },
      spec: { ports: [{ port: BOOKINFO_PORT, name: 'http' }], selector: { app } },
    });
    namespace._add('v1', 'ServiceAccount', bookinfoServiceAccount(app), { metadata: { labels: { account: app } } });
  }
  for (const part of BOOKINFO_PARTS) {
    namespace._add('apps/v1', 'Deployment', `${part.app}-${part.version}`, deployment(part));
  }
  namespace._add('networking.istio.io/v1', 'Gateway', 'bookinfo-gateway', {
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 8080, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
    },
  });
  namespace._add('networking.istio.io/v1', 'VirtualService', 'bookinfo', {
    spec: {
      hosts: ['*'],
      gateways: ['bookinfo-gateway'],
      http: [{
        match: [
          { uri: { exact: '/productpage' } },
          { uri: { prefix: '/static' } },
          { uri: { exact: '/login' } },
          { uri: { exact: '/logout' } },
          { uri: { prefix: '/api/v1/products' } },
        ],
        route: [{ destination: { host: 'productpage', port: { number: BOOKINFO_PORT } } }],
      }],
    },
  });
}

function deployment({ app, version, image, env, volumes, podAnnotations }: BookinfoPart): object {
  const labels = { app, version };
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  return {
    metadata: { labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, ...Object.keys(podAnnotations).length > 0 ? { annotations: podAnnotations } : {} },
        spec: {
          serviceAccountName: bookinfoServiceAccount(app),
          containers: [{
            name: app,
            image,
            imagePullPolicy: 'IfNotPresent',
            ...variables.length > 0 ? { env: variables } : {},
            ports: [{ containerPort: BOOKINFO_PORT }],
            ...volumes.length > 0 ? { volumeMounts: volumes.map(({ name, path }) => ({ name, mountPath: path })) } : {},
          }],
          ...volumes.length > 0 ? { volumes: [...volumes].reverse().map(({ name }) => ({ name, emptyDir: {} })) } : {},
        },
      },
    },
  };
}
