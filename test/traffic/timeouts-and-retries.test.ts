import { Duration } from 'cdk8s';
import { HOST, Travels } from './_mesh';
import { Manifests, refusal } from '../_manifests';
import { HttpMatch, RetryOn } from 'cdk8s-istio';

describe('A timeout for one portal', () => {
  const t = new Travels({ v1: 34, v2: 33, v3: 33 });
  t.travels.traffic.timeout(Duration.seconds(2), { when: HttpMatch.header('portal', 'voyages.fr') });

  it('splits the route into its part and the rest', () => {
    const { http, hosts } = Manifests.of(t.app).spec('VirtualService', 'travels');
    expect(hosts).toEqual([HOST]);
    expect(http.map(({ match, timeout, route }: any) => [match, timeout, route.length])).toEqual([
      [[{ headers: { portal: { exact: 'voyages.fr' } } }], '2s', 3],
      [undefined, undefined, 3],
    ]);
  });

  it('keeps nobody from the service', () => {
    expect(t.takenBy({ headers: { portal: 'voyages.fr' } })).toEqual(['v1', 'v2', 'v3']);
  });

  it('gives way to one that is meant more narrowly, and is refused beside one for the same requests', () => {
    t.travels.traffic.timeout(Duration.seconds(10));
    expect(Manifests.of(t.app).spec('VirtualService', 'travels').http.map(({ timeout }: any) => timeout)).toEqual(['2s', '10s']);
    t.travels.traffic.timeout(Duration.seconds(3), { when: HttpMatch.header('device', 'web') });
    expect(refusal(t.app)).toContain('the timeout of 2s and the timeout of 3s are for the same requests');
  });
});

describe('Retries', () => {
  it('are written with why and how long', () => {
    const t = new Travels();
    t.hotels.traffic.retries(3, {
      perTryTimeout: Duration.millis(1500),
      retryOn: [RetryOn.GATEWAY_ERROR, RetryOn.CONNECT_FAILURE],
      retryOnStatus: [503],
      retryRemoteLocalities: false,
    });
    t.travels.traffic.retries(0);
    const made = Manifests.of(t.app);
    expect(made.spec('VirtualService', 'hotels').http[0].retries)
      .toEqual({ attempts: 3, perTryTimeout: '1500ms', retryOn: '503,connect-failure,gateway-error', retryRemoteLocalities: false });
    expect(made.spec('VirtualService', 'travels').http[0].retries).toEqual({ attempts: 0 });
  });

  it('fit the timeout with the first try', () => {
    const fits = (attempts: number, perTry: number) => {
      const { app, hotels } = new Travels();
      hotels.traffic.timeout(Duration.seconds(6));
      hotels.traffic.retries(attempts, { perTryTimeout: Duration.seconds(perTry) });
      return refusal(app);
    };
    expect(fits(2, 2)).toBe('');
    expect(fits(3, 2)).toContain('the 3 retries do not fit the timeout of 6s: with the first try they are 4 tries of 2s, 8s in all');
  });

  it.each([
    [-1, {}, 'the retries are -1, which is no number of attempts'],
    [1.5, {}, 'the retries are 1.5'],
    [0, { retryOn: [RetryOn.RESET] }, 'the choice of no retries says how to retry'],
    [2, { retryOn: [] }, "have an empty 'retryOn'"],
    [2, { retryOn: ['teapot' as RetryOn] }, "reason to retry 'teapot' is not known"],
    [2, { retryOnStatus: [200] }, 'are for status 200, which is no failure'],
    [2, { perTryTimeout: Duration.millis(0.5) }, 'one try of 0.5ms is no duration that proxies keep'],
  ])('cannot be %d with %j', (attempts, options, problem) => {
    const { app, hotels } = new Travels();
    hotels.traffic.retries(attempts, options);
    expect(refusal(app)).toContain(problem);
  });
});
