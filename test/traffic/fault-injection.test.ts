import { Duration } from 'cdk8s';
import { Travels } from './_mesh';
import { Manifests, refusal } from '../_manifests';
import { HttpMatch } from 'cdk8s-istio';

describe('A delay', () => {
  it('is the only reason for a VirtualService of a workload', () => {
    const t = new Travels();
    expect(Manifests.of(t.app).names('VirtualService')).toEqual(['travels']);
    t.hotels.traffic.delay(Duration.seconds(5), { percentage: 0.5 });
    const made = Manifests.of(t.app);
    expect(made.names('VirtualService')).toEqual(['hotels', 'travels']);
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

  it('lasts at least a millisecond, and happens to at most all requests', () => {
    const t = new Travels();
    t.hotels.traffic.delay(Duration.millis(0), { percentage: 101 });
    expect(refusal(t.app)).toContain('a delay of 0ms is no duration that proxies keep');
    expect(refusal(t.app)).toContain('the delay of 0s of 101 % is none');
  });
});
