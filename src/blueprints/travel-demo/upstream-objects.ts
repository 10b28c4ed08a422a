import type { TravelEnvValue, TravelNamespaces, TravelPart } from './travel-parts';
import {
  agencyPart, APPLICATION_PORTS, controlPart, loadtesterPart, mysqldbPart, portalPart, TAGGED_HEADERS,
} from './travel-parts';
import { MYSQL_CREDENTIALS, MYSQLDB } from '../mysql';
import type { UpstreamNamespace } from '../upstream-namespace';

/** The objects of `travel_agency.yaml`, and those of the new versions. */
export function addUpstreamAgency(namespace: UpstreamNamespace, names: TravelNamespaces, newVersions: readonly string[]): void {
  namespace._add('v1', 'Secret', MYSQL_CREDENTIALS.name, {
    type: 'Opaque', data: { [MYSQL_CREDENTIALS.key]: Buffer.from(MYSQL_CREDENTIALS.password).toString('base64') },
  });
  const database = mysqldbPart('v1');
  addService(namespace, database, 'tcp');
  addDatabase(namespace, database);
  for (const app of ['cars', 'discounts', 'flights', 'hotels', 'insurances', 'travels']) {
    addApplication(namespace, agencyPart(app, 'v1', names));
  }
  for (const version of newVersions) {
    addDeployment(namespace, agencyPart('travels', version, names));
    addDatabase(namespace, mysqldbPart(version));
  }
}

/** The objects of `travel_portal.yaml`. */
export function addUpstreamPortal(namespace: UpstreamNamespace, names: TravelNamespaces): void {
  for (const app of ['voyages', 'viaggi', 'travels'] as const) {
    addApplication(namespace, portalPart(app, names));
  }
}

/** The objects of `travel_control.yaml`. */
export function addUpstreamControl(namespace: UpstreamNamespace, names: TravelNamespaces): void {
  addApplication(namespace, controlPart(names));
}

/** The objects of `travel_loadtester.yaml`. */
export function addUpstreamLoadtester(namespace: UpstreamNamespace, names: TravelNamespaces): void {
  const part = loadtesterPart(names);
  namespace._add('v1', 'ServiceAccount', part.app, { metadata: { labels: { account: part.app } } });
  addDeployment(namespace, part, { serviceAccountName: part.app }, 'Always');
}

function addApplication(namespace: UpstreamNamespace, part: TravelPart): void {
  addDeployment(namespace, part);
  addService(namespace, part, 'http');
}

function addService(namespace: UpstreamNamespace, { app, port }: TravelPart, name: string): void {
  namespace._add('v1', 'Service', app, { metadata: { labels: { app } }, spec: { ports: [{ name, port }], selector: { app } } });
}

function addDeployment(namespace: UpstreamNamespace, part: TravelPart, pod: object = {}, imagePullPolicy = 'IfNotPresent'): void {
  const { app, version, deployment, container, image, port, tagged } = part;
  const labels = { app, version };
  namespace._add('apps/v1', 'Deployment', deployment, {
    spec: {
      selector: { matchLabels: labels },
      replicas: 1,
      template: {
        metadata: { annotations: { ...APPLICATION_PORTS, ...tagged ? { 'proxy.istio.io/config': PROXY_CONFIG } : {} }, labels },
        spec: {
          ...pod,
          containers: [{
            name: container,
            image,
            imagePullPolicy,
            ...port === undefined ? {} : { ports: [{ containerPort: port }] },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: false, readOnlyRootFilesystem: true },
            env: variables(part),
          }],
        },
      },
    },
  });
}

function addDatabase(namespace: UpstreamNamespace, part: TravelPart): void {
  const { app, version, deployment, container, image, port } = part;
  const labels = { app, version };
  const { args, volume } = MYSQLDB;
  namespace._add('apps/v1', 'Deployment', deployment, {
    metadata: { labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{
            name: container,
            image,
            imagePullPolicy: 'IfNotPresent',
            ports: [{ containerPort: port }],
            env: variables(part),
            args,
            volumeMounts: [{ name: volume.name, mountPath: volume.path }],
          }],
          volumes: [{ name: volume.name, emptyDir: {} }],
        },
      },
    },
  });
}

function variables({ env }: TravelPart): object[] {
  return Object.entries(env).map(([name, value]) => ({ name, ...fromValue(value) }));
}

function fromValue(value: TravelEnvValue): object {
  return typeof value === 'string' ? { value } : { valueFrom: { secretKeyRef: { name: value.name, key: value.key } } };
}

/** What upstream tells proxies of tracing, as it tells them: YAML in an annotation. */
const PROXY_CONFIG = [
  'tracing:',
  '  zipkin:',
  '    address: zipkin.istio-system:9411',
  '  sampling: 10',
  '  custom_tags:',
  ...TAGGED_HEADERS.flatMap(header => [`    http.header.${header}:`, '      header:', `        name: ${header}`]),
  '',
].join('\n');
