import { App } from 'cdk8s';
import { HOST, Travels } from './_mesh';
import { Manifests, refusal } from '../_manifests';
import { AccessCaller, HttpCall, HttpMatch, IngressGateway, LeastPrivilegeWorkload, MeshAccess, MirroredService, SecureNamespace } from 'cdk8s-istio';

describe('A mirror that is a version', () => {
  const t = new Travels({ v1: 80, v2: 20 });
  t.travels.traffic.mirrorTo(t.v3, { percentage: 50 });

  it('stands beside the versions that share the traffic', () => {
    const { http } = Manifests.of(t.app).spec('VirtualService', 'travels');
    expect(http).toEqual([expect.objectContaining({
      mirror: { host: HOST, subset: 'v3', port: { number: 8000 } }, mirrorPercentage: { value: 50 },
    })]);
    expect(http[0].route.map(({ destination, weight }: any) => [destination.subset, weight])).toEqual([['v1', 80], ['v2', 20]]);
  });

  it('gets copies of what the caller may send to the service, and nothing else', () => {
    expect(t.takenBy()).toEqual(['v1', 'v2', 'v3']);
    expect(t.takenBy({ path: '/admin' })).toEqual([]);
  });

  it('needs no policy of its own, since the service admits the caller to every version', () => {
    expect(Manifests.of(t.app).names('AuthorizationPolicy')).not.toContain('travels-v3');
  });
});

describe('A mirror for a caller of one version', () => {
  const t = new Travels({ v1: 100 });
  const audit = new LeastPrivilegeWorkload(t.agency, 'audit', { image: 'audit:1' });
  audit.calls.to(t.v1, HttpCall.get('/audit'));
  t.travels.traffic.mirrorTo(t.v3);

  it('admits the caller for the same requests, and the other version does not', () => {
    const made = Manifests.of(t.app);
    expect(made.allowed('travels-v1')).toEqual(['cluster.local/ns/agency/sa/audit GET /audit :8000']);
    expect(made.allowed('travels-v3')).toEqual(['cluster.local/ns/agency/sa/audit GET /audit :8000']);
    expect(made.names('AuthorizationPolicy')).not.toContain('travels-v2');
    expect(made.openings('audit').egress).toEqual(['agency/app=travels,version=v1 TCP:8000', 'agency/app=travels,version=v3 TCP:8000']);
  });

  it('is reached by copies', () => {
    expect(t.takenBy({ path: '/audit' }, AccessCaller.workload('agency', 'audit-v1'))).toEqual(['v1', 'v3']);
  });
});

describe('A mirror that is another service', () => {
  const t = new Travels();
  t.travels.traffic.mirrorTo(t.hotels, { percentage: 0.5, when: HttpMatch.header('user', 'new') });

  it('admits whoever may send a request, for the same request, and its caller knows it', () => {
    const made = Manifests.of(t.app);
    expect(made.allowed('hotels')).toEqual(['cluster.local/ns/portal/sa/portal GET /hotels* :8000', 'cluster.local/ns/portal/sa/portal GET /travels* :8000']);
    expect(made.known('portal')).toEqual(['agency/hotels.agency.svc.cluster.local', `agency/${HOST}`]);
  });

  it('gets copies of the requests that match only', () => {
    const host = `${HOST}:8000`;
    expect(t.sees('hotels-v1', { path: '/travels', host, headers: { user: 'new' } })).toBe('ok');
    expect(t.sees('hotels-v1', { path: '/travels', host })).not.toBe('ok');
  });

  it('calls nothing, though it is asked what the service is asked', () => {
    expect(Manifests.of(t.app).known('hotels')).toEqual(['~/*']);
  });
});

describe('Mirrors', () => {
  it('may be several', () => {
    const t = new Travels();
    t.travels.traffic.mirrorTo(t.v3, { percentage: 10 });
    t.travels.traffic.mirrorTo(t.v2, { percentage: 20 });
    expect(Manifests.of(t.app).spec('VirtualService', 'travels').http[0].mirrors.map(({ destination, percentage }: any) => [destination.subset, percentage.value]))
      .toEqual([['v2', 20], ['v3', 10]]);
    expect(t.takenBy()).toEqual(['v1', 'v2', 'v3']);
  });

  it('get copies of what comes through a gateway, and admit the gateway', () => {
    const t = new Travels();
    const gateway = new IngressGateway(t.agency, 'gateway', { hosts: ['travels.example.com'] });
    gateway.expose(t.travels, HttpCall.get('/travels*'));
    t.travels.traffic.mirrorTo(t.hotels);
    const made = Manifests.of(t.app);
    expect(made.spec('VirtualService', 'gateway').http[0].mirror.host).toBe('hotels.agency.svc.cluster.local');
    expect(made.allowed('hotels')).toContain('cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account GET /travels* :8000');
    expect(made.spec('VirtualService', 'gateway').http).toHaveLength(1);
  });

  it('are told apart by the mark that proxies put on the host', () => {
    const t = new Travels();
    const audit = new LeastPrivilegeWorkload(t.agency, 'audit', { image: 'audit:1' });
    audit.calls.to(t.travels, HttpCall.of({ hosts: ['travels.agency', '*.example.com', 'api.*'] }));
    t.travels.traffic.mirrorTo(t.v3);
    const { hosts } = Manifests.of(t.app).spec('AuthorizationPolicy', 'travels-v3').rules[0].to[0].operation;
    expect(hosts).toEqual(['*.example.com-shadow', 'api.*', 'travels.agency-shadow', 'travels.agency-shadow:*']);
  });
});

describe('MirroredService', () => {
  it('is a canary of which copies go to a mirror', () => {
    const app = new App();
    const agency = new SecureNamespace(app, 'agency');
    const travels = new MirroredService(agency, 'travels', { port: 8000 });
    travels.addVersion('v1', { image: 'travels:1', weight: 100 });
    const v3 = travels.addVersion('v3', { image: 'travels:3' });
    expect(refusal(app)).toContain('is a MirroredService, and nothing is mirrored');
    travels.mirrorTo(v3, { percentage: 50 });
    const portal = new LeastPrivilegeWorkload(agency, 'portal', { image: 'portal:1' });
    portal.calls.to(travels, HttpCall.get('/travels'));
    const access = MeshAccess.fromApp(app);
    const ask = (workload: string) => access.decide({
      from: AccessCaller.workload('agency', 'portal-v1'), to: { namespace: 'agency', workload }, port: 8000, method: 'GET', path: '/travels',
    }).verdict;
    expect([ask('travels-v1'), ask('travels-v3')]).toEqual(['ALLOW', 'ALLOW']);
  });
});
