import { Duration } from 'cdk8s';
import { Travels } from './_mesh';
import { Manifests } from '../_manifests';
import { HttpCall, HttpMatch, IngressGateway } from 'cdk8s-istio';

describe('A delay', () => {
  it('is the only reason for a VirtualService of a workload', () => {
    const t = new Travels();
    expect(Manifests.of(t.app).names('VirtualService')).toEqual(['travels']);
    t.hotels.traffic.delay(Duration.seconds(5), { percentage: 0.5 });
    const made = Manifests.of(t.app);
    expect(made.names('VirtualService')).toEqual(['hotels', 'travels']);
    expect(made.names('DestinationRule')).toEqual(['travels']);
    expect(made.spec('VirtualService', 'hotels').http).toEqual([{
      fault: { delay: { percentage: { value: 0.5 }, fixedDelay: '5s' } },
      route: [{ destination: { host: 'hotels.agency.svc.cluster.local', port: { number: 8000 } } }],
    }]);
    expect(t.sees('hotels-v1')).toBe('ok');
  });

  it('may be for some requests only', () => {
    const t = new Travels();
    t.hotels.traffic.delay(Duration.millis(1500), { when: HttpMatch.header('user', 'new') });
    const { http } = Manifests.of(t.app).spec('VirtualService', 'hotels');
    expect(http.map(({ match, fault }: any) => [match, fault?.delay.fixedDelay])).toEqual([[[{ headers: { user: { exact: 'new' } } }], '1500ms'], [undefined, undefined]]);
  });

  it('happens at a gateway too, which knows nothing of the routes of the mesh', () => {
    const t = new Travels();
    new IngressGateway(t.agency, 'gateway', { hosts: ['hotels.example.com'] }).expose(t.hotels, HttpCall.get('/hotels*'));
    t.hotels.traffic.delay(Duration.seconds(5));
    const [{ match, fault }] = Manifests.of(t.app).spec('VirtualService', 'gateway').http;
    expect(match).toEqual([{ uri: { prefix: '/hotels' }, method: { exact: 'GET' } }]);
    expect(fault.delay.fixedDelay).toBe('5s');
  });
});

describe('An abort', () => {
  it('of all requests is no difference between what is declared and what is possible', () => {
    const t = new Travels();
    t.hotels.traffic.abort(503);
    expect(t.sees('hotels-v1')).toBe('503');
  });

  it('of some requests leaves the others', () => {
    const t = new Travels();
    t.hotels.traffic.abort(418, { when: HttpMatch.header('user', 'new') });
    expect(t.sees('hotels-v1', { headers: { user: 'new' } })).toBe('418');
    expect(t.sees('hotels-v1')).toBe('ok');
  });

  it('may be told in the words of gRPC, beside a delay', () => {
    const t = new Travels();
    t.hotels.traffic.abortGrpc('UNAVAILABLE', { percentage: 10 });
    t.hotels.traffic.delay(Duration.seconds(1));
    expect(Manifests.of(t.app).spec('VirtualService', 'hotels').http[0].fault).toEqual({
      abort: { percentage: { value: 10 }, grpcStatus: 'UNAVAILABLE' }, delay: { percentage: { value: 100 }, fixedDelay: '1s' },
    });
  });
});
