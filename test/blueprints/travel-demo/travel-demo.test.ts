import { App, JsonPatch } from 'cdk8s';
import { Secret } from 'cdk8s-plus-27';
import { changes, travelDemo } from './_travel';
import { Manifests, refusal } from '../../_manifests';
import {
  GatewayTls, HttpCall, Injection, LeastPrivilegeWorkload, Mechanism, Mesh, Platform, ServiceReference, TelemetryProvider, TravelAgency,
  TravelDemo, TravelStage,
} from 'cdk8s-istio';
import type { MeshProps, TravelDemoProps } from 'cdk8s-istio';

const AGENCY = 'cluster.local/ns/travel-agency/sa';
const PORTAL = 'cluster.local/ns/travel-portal/sa';
const CONTROL = 'cluster.local/ns/travel-control/sa/control';
const GATEWAY = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';
const VERSIONS = ['v1', 'v2', 'v3'];
const PORTALS = ['travels', 'viaggi', 'voyages'];
const QUOTING = ['cars', 'flights', 'hotels', 'insurances'];

const base = travelDemo();

describe('The Travel demo', () => {
  const { manifests: made, ask } = base;

  it('is these objects', () => {
    expect(made.yaml).toMatchSnapshot();
  });

  it('runs every workload and version of upstream, each under an identity of its own', () => {
    const deployments = ['cars-v1', 'discounts-v1', 'flights-v1', 'hotels-v1', 'insurances-v1', ...VERSIONS.map(version => `mysqldb-${version}`),
      ...VERSIONS.map(version => `travels-${version}`), ...PORTALS, 'control'];
    expect(made.names('Deployment').sort()).toEqual(deployments.sort());
    const identities = made.all.filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata, spec }) => `${metadata.namespace}/${spec.template.spec.serviceAccountName}`);
    expect(new Set(identities).size).toBe(deployments.length);
    expect(identities.join()).not.toContain('/default');
  });

  it('admits at each callee of the agency who may do what, and nobody else', () => {
    const versions = (path: string) => VERSIONS.map(version => `${AGENCY}/travels-${version} GET ${path} :8000`);
    expect(made.allowed('travels', 'travel-agency').sort()).toEqual(PORTALS.flatMap(portal =>
      ['/travels', '/travels/*'].map(path => `${PORTAL}/${portal} GET ${path} :8000`)));
    expect(made.allowed('hotels').sort()).toEqual(VERSIONS.flatMap(version =>
      ['/hotels', '/hotels/*'].map(path => `${AGENCY}/travels-${version} GET ${path} :8000`)));
    expect(made.allowed('cars')).toEqual(versions('/cars/*'));
    expect(made.allowed('flights')).toEqual(versions('/flights/*'));
    expect(made.allowed('insurances')).toEqual(versions('/insurances/*'));
    expect(made.allowed('discounts')).toEqual(QUOTING.map(app => `${AGENCY}/${app} GET /discounts/* :8000`));
    expect(made.allowed('mysqldb')).toEqual(QUOTING.map(app => `${AGENCY}/${app} * * :3306`));
  });

  it('admits the dashboard at the portals, and the gateway at the dashboard', () => {
    for (const portal of PORTALS) {
      expect(made.allowed(portal, 'travel-portal').sort()).toEqual([`${CONTROL} GET /status :8000`, `${CONTROL} PUT /settings :8000`]);
    }
    expect(made.allowed('control').sort()).toEqual([
      ...['/', '/console', '/css/*', '/data/*', '/favicon.png', '/index.html', '/js/*', '/status'].map(path => `${GATEWAY} GET ${path} :8080`),
      `${GATEWAY} PUT /settings/* :8080`,
    ]);
  });

  it("lets each caller's proxy know what it calls, and nothing else", () => {
    const agency = (...apps: string[]) => apps.map(app => `travel-agency/${app}.travel-agency.svc.cluster.local`);
    for (const version of VERSIONS) {
      expect(made.known(`travels-${version}`)).toEqual(agency('cars', 'flights', 'hotels', 'insurances'));
      expect(made.known(`mysqldb-${version}`)).toEqual(['~/*']);
    }
    QUOTING.forEach(app => expect(made.known(app)).toEqual(agency('discounts', 'mysqldb')));
    PORTALS.forEach(portal => expect(made.known(portal, 'travel-portal')).toEqual(agency('travels')));
    expect(made.known('discounts')).toEqual(['~/*']);
    expect(made.known('control')).toEqual(PORTALS.map(portal => `travel-portal/${portal}.travel-portal.svc.cluster.local`));
  });

  it('asks for mutual TLS everywhere, at the database too, whose server speaks first', () => {
    expect(made.all.filter(({ kind }) => kind === 'PeerAuthentication').map(({ metadata, spec }) => `${metadata.namespace} ${spec.mtls.mode}`))
      .toEqual(['travel-agency STRICT', 'travel-portal STRICT', 'travel-control STRICT']);
    expect(made.spec('Service', 'mysqldb').ports).toEqual([{ name: 'tcp', port: 3306, targetPort: 3306 }]);
    expect(ask('outside', 'travel-agency/mysqldb-v1', ':3306')).toMatch(/^DENY/);
  });

  it('lets a portal ask every version of travels, by the service, and nothing behind it', () => {
    VERSIONS.forEach(version => {
      expect(ask('travel-portal/voyages', `travel-agency/travels-${version}`, 'GET /travels :8000')).toBe('ALLOW');
      expect(ask('travel-portal/voyages', `travel-agency/travels-${version}`, 'GET /travels/San%20Marino :8000')).toBe('ALLOW');
      expect(ask('travel-portal/voyages', `travel-agency/travels-${version}`, 'DELETE /travels/Rome :8000')).toBe('DENY by authorizationPolicy: 403');
    });
    expect(ask('travel-portal/voyages', 'travel-agency/hotels-v1', 'GET /hotels :8000')).toMatch(/^DENY/);
    expect(ask('travel-portal/voyages', 'travel-agency/mysqldb-v1', ':3306')).toMatch(/^DENY/);
    expect(ask('travel-portal/voyages', 'travel-portal/viaggi', 'GET /status :8000')).toMatch(/^DENY/);
  });

  it('lets insurances ask for discounts, as its source does and no text says', () => {
    QUOTING.forEach(app => {
      expect(ask(`travel-agency/${app}-v1`, 'travel-agency/discounts-v1', 'GET /discounts/new :8000')).toBe('ALLOW');
      VERSIONS.forEach(version => expect(ask(`travel-agency/${app}-v1`, `travel-agency/mysqldb-${version}`, ':3306')).toBe('ALLOW'));
    });
    expect(ask('travel-agency/travels-v1', 'travel-agency/discounts-v1', 'GET /discounts/new :8000')).toMatch(/^DENY/);
    expect(ask('travel-agency/discounts-v1', 'travel-agency/mysqldb-v1', ':3306')).toMatch(/^DENY/);
    expect(ask('travel-agency/mysqldb-v1', 'travel-agency/discounts-v1', 'GET /discounts/new :8000')).toMatch(/^DENY/);
  });

  it('serves the dashboard on its host, and on no other', () => {
    const host = 'control.travel-control.istio-cluster.org';
    expect(ask('internet', 'travel-control/control', `GET //${host}/ :8080`)).toBe('ALLOW');
    expect(ask('internet', 'travel-control/control', `PUT //${host}/settings/voyages.fr :8080`)).toBe('ALLOW');
    expect(ask('internet', 'travel-control/control', `POST //${host}/settings/voyages.fr :8080`)).toBe('DENY by routing: 404');
    expect(ask('internet', 'travel-control/control', 'GET //elsewhere.example.com/ :8080')).toBe('DENY by routing: 404');
    expect(ask('internet', 'travel-portal/voyages', `GET //${host}/status :8000`)).toMatch(/^DENY/);
  });

  it('shares the traffic of travels and mysqldb evenly among their versions', () => {
    const shares = (route: any) => route.map(({ destination, weight }: any) => `${destination.subset} ${weight}`);
    expect(shares(made.spec('VirtualService', 'travels').http[0].route)).toEqual(['v1 33', 'v2 33', 'v3 34']);
    expect(shares(made.spec('VirtualService', 'mysqldb').tcp[0].route)).toEqual(['v1 33', 'v2 33', 'v3 34']);
  });
});

describe('The pods of the Travel demo', () => {
  const { manifests: made } = travelDemo({ loadtester: true });
  const pods = made.all.filter(({ kind }) => kind === 'Deployment').map(({ metadata, spec }) => ({ name: metadata.name, pod: spec.template }));

  it.each(pods.filter(({ name }) => !name.startsWith('mysqldb')))('$name: are hardened in every respect', ({ pod }) => {
    const [container] = pod.spec.containers;
    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] },
    });
    expect(container.resources.limits).toHaveProperty('memory');
  });

  it.each(VERSIONS)('mysqldb-%s: visibly keep what the image needs, root among it, and give up the rest', version => {
    const { spec } = made.pod('Deployment', `mysqldb-${version}`);
    const [container] = spec.containers;
    expect(spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: false, seccompProfile: { type: 'RuntimeDefault' } } });
    expect(container.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: false, runAsNonRoot: false });
    expect(container.securityContext).not.toHaveProperty('capabilities');
    expect(container.volumeMounts).toEqual([{ name: 'var-lib-mysql', mountPath: '/var/lib/mysql' }]);
    expect(container.args).toEqual(['--default-authentication-plugin', 'mysql_native_password']);
  });

  it('are ready when they can serve: no source has a path of health, but portals and the dashboard have a page of their own', () => {
    const readiness = (name: string) => made.all.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)!
      .spec.template.spec.containers[0].readinessProbe;
    expect(readiness('cars-v1').tcpSocket).toEqual({ port: 8000 });
    expect(readiness('mysqldb-v2').tcpSocket).toEqual({ port: 3306 });
    expect(readiness('voyages').httpGet).toMatchObject({ path: '/status', port: 8000 });
    expect(readiness('control').httpGet).toMatchObject({ path: '/', port: 8080 });
    expect(readiness('loadtester')).toBeUndefined();
  });

  it('are held to the highest level of Pod Security that they bear, where the platform allows one', () => {
    const levels = (platform?: Platform, stage?: TravelStage) => {
      const { manifests } = travelDemo({ stage }, platform);
      return manifests.all.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.labels!['pod-security.kubernetes.io/enforce']);
    };
    expect(levels(Platform.istioctl({ cni: true }))).toEqual(['baseline', 'restricted', 'restricted']);
    expect(levels()).toEqual(['privileged', 'privileged', 'privileged']);
    expect(levels(undefined, TravelStage.UNMESHED)).toEqual(['baseline', 'restricted', 'restricted']);
  });

  it('do not make the API server warn of a database that cannot be otherwise', () => {
    expect(made.get('Namespace', 'travel-agency').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/warn': 'baseline', 'pod-security.kubernetes.io/audit': 'baseline',
    });
  });
});

describe('The stages of the Travel demo:', () => {
  const mesh = ['PeerAuthentication', 'AuthorizationPolicy', 'Sidecar', 'Gateway', 'VirtualService', 'DestinationRule', 'Telemetry'];

  // Pods ask for their proxies in so many words, so that each stage rolls the Deployments that it changes.
  const asking = (made: Manifests) => made.all.filter(({ kind, spec }) => kind === 'Deployment'
    && spec.template.metadata.labels['sidecar.istio.io/inject'] === 'true').map(({ metadata }) => metadata.name);
  const unasked = (made: Manifests) => new Manifests(made.yaml.replace(/^ *sidecar\.istio\.io\/inject: "true"\n/gm, ''));

  it('all: every pod asks for its proxy', () => {
    expect(asking(base.manifests)).toEqual(base.manifests.names('Deployment'));
  });

  it('unmeshed: NetworkPolicy alone lets through who may call whom, whatever they ask', () => {
    const { manifests: made, ask, demo } = travelDemo({ stage: TravelStage.UNMESHED });
    expect(changes(unasked(base.manifests), made)).toMatchSnapshot();
    expect(made.all.filter(({ kind }) => mesh.includes(kind))).toEqual([]);
    expect(asking(made)).toEqual([]);
    expect(demo.gateway).toBeUndefined();
    expect(ask('travel-portal/voyages', 'travel-agency/travels-v1', 'GET /travels :8000')).toBe('ALLOW');
    expect(ask('travel-portal/voyages', 'travel-agency/travels-v1', 'DELETE /anything :8000')).toBe('ALLOW');
    expect(ask('travel-portal/voyages', 'travel-agency/cars-v1', 'GET /cars/Rome :8000')).toBe('DENY by networkPolicy: timeout');
    expect(ask('travel-agency/travels-v2', 'travel-agency/discounts-v1', 'GET /discounts/new :8000')).toBe('DENY by networkPolicy: timeout');
    expect(ask('travel-agency/cars-v1', 'travel-agency/mysqldb-v3', ':3306')).toBe('ALLOW');
    expect(ask('internet', 'travel-control/control', 'GET //control.travel-control.istio-cluster.org/ :8080')).toMatch(/^DENY/);
  });

  it('control only: the dashboard has an identity and a gateway, and reaches the portals, which have neither', () => {
    const { manifests: made, ask } = travelDemo({ stage: TravelStage.CONTROL_ONLY });
    expect(changes(unasked(base.manifests), unasked(made))).toMatchSnapshot();
    expect(made.all.filter(({ kind }) => mesh.includes(kind)).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'PeerAuthentication travel-control/default', 'AuthorizationPolicy travel-control/control', 'AuthorizationPolicy travel-control/deny-all',
      'Sidecar travel-control/control', 'Sidecar travel-control/default', 'Gateway travel-control/control-gateway',
      'VirtualService travel-control/control-gateway',
    ]);
    expect(asking(made)).toEqual(['control']);
    expect(ask('internet', 'travel-control/control', 'GET //control.travel-control.istio-cluster.org/ :8080')).toBe('ALLOW');
    expect(ask('travel-control/control', 'travel-portal/viaggi', 'PUT /settings :8000')).toBe('ALLOW');
    expect(ask('travel-portal/viaggi', 'travel-control/control', 'GET / :8080')).toMatch(/^DENY/);
    expect(ask('travel-portal/viaggi', 'travel-agency/travels-v1', 'GET /travels :8000')).toBe('ALLOW');
    expect(ask('travel-control/control', 'travel-agency/travels-v1', 'GET /travels :8000')).toMatch(/^DENY/);
  });
});

describe('The choices of the Travel demo:', () => {
  it('the new versions may be left out, as before the tutorial deploys them', () => {
    const { manifests: made, demo } = travelDemo({ agency: { newTravelsVersions: false, newMysqldbVersions: false } });
    expect(made.names('Deployment').filter(name => /v[23]$/.test(name))).toEqual([]);
    expect(made.spec('VirtualService', 'travels').http[0].route).toHaveLength(1);
    expect(demo.agency.travels.v1.version).toBe('v1');
    expect(() => demo.agency.travels.v2).toThrow("travel-agency/travels: version 'v2' is not deployed, since the new versions are left out; leave them in.");
  });

  it('loadtester: 50 connections under an identity of its own, for the list of destinations alone', () => {
    const { manifests: made, ask } = travelDemo({ loadtester: true });
    expect(made.container('loadtester')).toMatchObject({ imagePullPolicy: 'Always', image: 'quay.io/kiali/demo_travels_loadtester:v1' });
    expect(made.container('loadtester').env).toContainEqual({ name: 'CONNECTIONS', value: '50' });
    expect(made.get('ServiceAccount', 'loadtester').metadata.labels).toMatchObject({ account: 'loadtester' });
    expect(ask('travel-portal/loadtester', 'travel-agency/travels-v2', 'GET /travels :8000')).toBe('ALLOW');
    expect(ask('travel-portal/loadtester', 'travel-agency/travels-v2', 'GET /travels/Rome :8000')).toBe('DENY by authorizationPolicy: 403');
  });

  it('outsideTraffic: host, TLS and another gateway of the platform', () => {
    const edge = { namespace: 'edge', serviceAccount: 'edge', podLabels: { app: 'edge' } };
    const { manifests: made } = travelDemo(
      { outsideTraffic: { host: 'travels.example.com', tls: GatewayTls.simple('cert'), gateway: 'edge' } }, Platform.istioctl({ ingressGateways: { edge } }));
    expect(made.spec('Gateway', 'control-gateway').servers.map((server: any) => server.hosts)).toEqual([['./travels.example.com'], ['./travels.example.com']]);
    expect(made.allowed('control').every(line => line.startsWith('cluster.local/ns/edge/sa/edge '))).toBe(true);
  });

  it('credentials of somebody else instead of those that everybody knows', () => {
    const app = new App();
    const demo = new TravelDemo(app, 'travel-demo', { agency: { mysqlCredentials: Secret.fromSecretName(app, 'vault', 'from-vault') } });
    const made = Manifests.of(app);
    expect(made.names('Secret')).toEqual([]);
    expect(made.container('mysqldb-v1').env[0].valueFrom.secretKeyRef).toEqual({ name: 'from-vault', key: 'rootpasswd' });
    expect(made.container('cars-v1').env.find(({ name }: any) => name === 'MYSQL_PASSWORD').valueFrom.secretKeyRef.name).toBe('from-vault');
    expect(demo.agency.mysqldb.v2.version).toBe('v2');
  });

  it('the names of the namespaces, wherever they are told', () => {
    const { manifests: made } = travelDemo({ agency: { namespace: 'quotes' }, portal: { namespace: 'shops' }, control: { namespace: 'board' }, loadtester: true });
    expect(made.names('Namespace')).toEqual(['quotes', 'shops', 'board']);
    expect(made.yaml).not.toMatch(/travel-(agency|portal)/);
    expect(made.yaml.replace(/control\.travel-control\.istio-cluster\.org/g, '')).not.toContain('travel-control');
  });

  it('the props of any SecureNamespace', () => {
    const { manifests: made, ask } = travelDemo({ portal: { enforce: [Mechanism.NETWORK_POLICY], labels: { team: 'shops' } } });
    expect(made.get('Namespace', 'travel-portal').metadata.labels).toMatchObject({ team: 'shops' });
    expect(made.all.filter(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.namespace === 'travel-portal')).toEqual([]);
    expect(ask('travel-control/control', 'travel-portal/viaggi', 'GET /status :8000')).toBe('ALLOW');
    expect(ask('travel-agency/cars-v1', 'travel-portal/viaggi', 'GET /status :8000')).toMatch(/^DENY/);
  });

  it('a second demo beside the first, in other namespaces', () => {
    const app = new App();
    new TravelDemo(app, 'one');
    new TravelDemo(app, 'two', {
      agency: { namespace: 'agency-2' }, portal: { namespace: 'portal-2' }, control: { namespace: 'control-2' }, outsideTraffic: { host: 'two.example.com' },
    });
    expect(Manifests.of(app).names('Namespace')).toHaveLength(6);
  });

  it.each([[], ...Object.values(Mechanism).map(mechanism => [mechanism])])('any mechanism alone (%s), in every stage', (...enforce) => {
    for (const stage of Object.values(TravelStage)) {
      const app = new App();
      new Mesh(app, 'mesh', { enforce: enforce.filter(mechanism => mechanism !== undefined) });
      new TravelDemo(app, 'travel-demo', { stage, loadtester: true });
      expect(refusal(app)).toBe('');
    }
  });

  it('more workloads, calls and patches, beside its own', () => {
    const app = new App();
    const demo = new TravelDemo(app, 'travel-demo');
    const audit = new LeastPrivilegeWorkload(demo.agency, 'audit', { image: 'audit:1' });
    audit.calls.to(demo.agency.travels.v1, HttpCall.get('/travels'));
    demo.portal.voyages.calls.to(demo.agency.discounts, HttpCall.get('/discounts/*'));
    const made = Manifests.of(app);
    expect(made.allowed('travels-v1')).toEqual([`${AGENCY}/audit GET /travels :8000`]);
    expect(made.allowed('discounts')).toContain(`${PORTAL}/voyages GET /discounts/* :8000`);
  });
});

describe('A patch on the Travel demo', () => {
  it('arrives, at a version as well', () => {
    const app = new App();
    const demo = new TravelDemo(app, 'travel-demo');
    demo.agency.travels.v2.apiObject.addJsonPatch(JsonPatch.replace('/spec/replicas', 3));
    demo.agency.mysqldb.v1.sidecar.addJsonPatch(JsonPatch.add('/metadata/annotations', { note: 'ours' }));
    expect(Manifests.of(app).spec('Deployment', 'travels-v2').replicas).toBe(3);
    expect(Manifests.of(app).get('Sidecar', 'mysqldb-v1').metadata.annotations).toEqual({ note: 'ours' });
  });

  it.each([
    ['an AuthorizationPolicy', (demo: TravelDemo) => demo.agency.cars.authorizationPolicy, '/spec/rules/0/from/0/source/principals/0', '*', 'cars'],
    ['a NetworkPolicy', (demo: TravelDemo) => demo.agency.mysqldb.networkPolicy, '/spec/ingress/0/from/0', { podSelector: {} }, 'mysqldb'],
    ['mutual TLS', (demo: TravelDemo) => demo.agency.peerAuthentication, '/spec/mtls/mode', 'DISABLE', 'travel-agency'],
    ['a route', (demo: TravelDemo) => demo.agency.travels.virtualService, '/spec/http/0/route',
      [{ destination: { host: 'nowhere.example.com' } }], 'travels'],
  ])('that widens or breaks %s is refused', (_, object, path, value, about) => {
    const app = new App();
    object(new TravelDemo(app, 'travel-demo')).addJsonPatch(JsonPatch.replace(path, value));
    expect(refusal(app)).toMatch(new RegExp(`(safety|liveness).*${about}`));
  });
});

describe('The agency alone', () => {
  it('is a namespace of its own, for portals of somebody else', () => {
    const app = new App();
    const agency = new TravelAgency(app, 'travel-agency');
    const shop = new ServiceReference(agency, 'shop', { namespace: 'shops', podLabels: { app: 'shop' }, serviceAccount: 'shop' });
    shop.calls.to(agency.travels, HttpCall.get('/travels'));
    const made = Manifests.of(app);
    expect(made.names('Namespace')).toEqual(['travel-agency']);
    expect(made.allowed('travels')).toEqual(['cluster.local/ns/shops/sa/shop GET /travels :8000']);
    expect(made.spec('VirtualService', 'travels').http[0].route).toHaveLength(3);
  });

  it('says itself where requests go, if it is asked not to share them', () => {
    const app = new App();
    const agency = new TravelAgency(app, 'travel-agency', { evenShares: false });
    agency.travels.traffic.defaultTo(agency.travels.v2);
    agency.mysqldb.traffic.defaultTo(agency.mysqldb.v3);
    expect(Manifests.of(app).spec('VirtualService', 'travels').http[0].route[0].destination.subset).toBe('v2');
    expect(Manifests.of(app).spec('VirtualService', 'mysqldb').tcp[0].route[0].destination.subset).toBe('v3');
  });

  it('without a proxy is reached by portals with one, by shares', () => {
    const { manifests, ask } = travelDemo({ agency: { injection: Injection.disabled() } });
    expect(manifests.spec('VirtualService', 'travels').http[0].route).toHaveLength(3);
    expect(manifests.names('VirtualService')).not.toContain('mysqldb');
    expect(ask('travel-portal/voyages', 'travel-agency/travels-v3', 'GET /travels :8000')).toBe('ALLOW');
  });
});

describe('Mistakes about the Travel demo', () => {
  it('a second one in the same namespaces', () => {
    const app = new App();
    new TravelDemo(app, 'one');
    new TravelDemo(app, 'two');
    const message = refusal(app);
    for (const namespace of ['travel-agency', 'travel-portal', 'travel-control']) {
      expect(message).toContain(`[two-${namespace}] namespace '${namespace}' is also claimed by '${namespace}'; give one of them another name.`);
    }
  });

  it('a load tester that opens no connections', () => {
    const app = new App();
    new TravelDemo(app, 'travel-demo').portal.addLoadtester(0);
    expect(refusal(app)).toContain('[travel-portal/loadtester] opens 0 connections; use a whole number from 1 on.');
  });

  it('a stage that does not exist', () => {
    const app = new App();
    new TravelDemo(app, 'travel-demo', { stage: 'half' as TravelStage });
    expect(refusal(app)).toContain("[travel-demo] stage 'half' is not known; use one of 'unmeshed', 'control-only', 'all'.");
  });
});

describe('Tracing of the Travel demo', () => {
  const zipkin = TelemetryProvider.zipkin('zipkin', { service: 'zipkin.istio-system.svc.cluster.local', port: 9411, podLabels: { app: 'jaeger' } });
  const traced = (mesh: MeshProps, props?: TravelDemoProps) => {
    const app = new App();
    new TravelDemo(app, 'travel-demo', props);
    // The order of declarations means nothing.
    new Mesh(app, 'mesh', mesh);
    return Manifests.of(app);
  };
  const telemetries = (made: Manifests) => made.all.filter(({ kind }) => kind === 'Telemetry').map(({ metadata }) => metadata.namespace);

  it('tags spans with portal, device, user and travel: one request in ten, in the agency and the portals, by one object each', () => {
    const made = traced({ telemetryProviders: [zipkin] }, { tracing: { provider: zipkin } });
    expect(telemetries(made)).toEqual(['travel-agency', 'travel-portal']);
    expect(made.spec('Telemetry', 'default', 'travel-agency')).toEqual({
      tracing: [{
        providers: [{ name: 'zipkin' }],
        randomSamplingPercentage: 10,
        customTags: Object.fromEntries(['device', 'portal', 'travel', 'user'].map(name => [`http.header.${name}`, { header: { name } }])),
      }],
    });
    expect(made.spec('Telemetry', 'default', 'travel-portal')).toEqual(made.spec('Telemetry', 'default', 'travel-agency'));
  });

  it('opens the way to the collector for the proxies that send to it, and for no others', () => {
    const made = traced({ telemetryProviders: [zipkin] }, { tracing: { provider: zipkin } });
    expect(made.known('cars')).toContain('istio-system/zipkin.istio-system.svc.cluster.local');
    expect(made.known('voyages')).toContain('istio-system/zipkin.istio-system.svc.cluster.local');
    expect(made.known('control')).not.toContain('istio-system/zipkin.istio-system.svc.cluster.local');
    expect(made.openings('default-deny', 'travel-agency').egress).toContain('istio-system/app=jaeger TCP:9411');
    expect(made.openings('default-deny', 'travel-control').egress).not.toContain('istio-system/app=jaeger TCP:9411');
  });

  it("goes to the mesh's default provider, if there is one", () => {
    const made = traced({ telemetryProviders: [zipkin], defaultProviders: { tracing: zipkin } }, { tracing: { randomSamplingPercentage: 100 } });
    expect(made.spec('Telemetry', 'default', 'travel-agency').tracing[0].randomSamplingPercentage).toBe(100);
    expect(made.spec('Telemetry', 'default', 'travel-agency').tracing[0]).not.toHaveProperty('providers');
    expect(telemetries(traced({}))).toEqual([]);
  });

  it("is said of the workloads, if the namespace is somebody else's", () => {
    const made = traced({ telemetryProviders: [zipkin] }, { tracing: { provider: zipkin }, agency: { adopt: true }, portal: { adopt: true } });
    expect(made.all.filter(({ kind }) => kind === 'Telemetry').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      ...['cars', 'discounts', 'flights', 'hotels', 'insurances', 'travels'].map(name => `travel-agency/${name}`),
      ...['travels', 'viaggi', 'voyages'].map(name => `travel-portal/${name}`),
    ]);
    expect(made.known('mysqldb-v1')).toEqual(['~/*']);
  });

  it('is nothing where there is no proxy', () => {
    expect(telemetries(traced({ telemetryProviders: [zipkin] }, { stage: TravelStage.CONTROL_ONLY, tracing: { provider: zipkin } }))).toEqual([]);
  });

  it('needs a provider that the mesh declares', () => {
    const app = new App();
    new TravelDemo(app, 'travel-demo', { tracing: { provider: zipkin } });
    expect(refusal(app)).toContain("provider 'zipkin' is not declared on the mesh");
  });
});
