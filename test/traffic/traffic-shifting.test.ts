import { App } from 'cdk8s';
import { Travels } from './_mesh';
import { Manifests, refusal } from '../_manifests';
import {
  AccessCaller, CanaryService, ConnectionMatch, HttpCall, HttpMatch, LeastPrivilegeWorkload, MeshAccess, SecureNamespace, TcpCall, WorkloadPort,
} from 'cdk8s-istio';

const weights = (route: any[]) => route.map(({ destination, weight }: any) => `${destination.subset} ${weight ?? '-'}`);

function database(...ports: WorkloadPort[]) {
  const app = new App();
  const agency = new SecureNamespace(app, 'agency');
  const db = new CanaryService(agency, 'mysqldb', { ports });
  const [v1, v2, v3] = ['v1', 'v2', 'v3'].map(version => db.addVersion(version, { image: 'mysqldb:1' }));
  const cars = new LeastPrivilegeWorkload(agency, 'cars', { image: 'cars:1' });
  const hotels = new LeastPrivilegeWorkload(agency, 'hotels', { image: 'hotels:1' });
  for (const port of ports) {
    [cars, hotels].forEach(caller => caller.calls.to(db, port.name === 'http' ? HttpCall.any().onPort('http') : TcpCall.port(port.name)));
  }
  const taken = (caller: string, port = 3306) => ['v1', 'v2', 'v3'].filter(version => MeshAccess.fromApp(app).decide({
    from: AccessCaller.workload('agency', caller), to: { namespace: 'agency', workload: `mysqldb-${version}` }, port,
  }).verdict === 'ALLOW');
  return { app, db, v1, v2, v3, cars, taken };
}

describe('A shift of HTTP', () => {
  it('sends nothing to versions without weight', () => {
    const t = new Travels({});
    t.travels.traffic.shift({ version: t.v1, weight: 80 }, { version: t.v2, weight: 20 }, { version: t.v3, weight: 0 });
    expect(weights(Manifests.of(t.app).spec('VirtualService', 'travels').http[0].route)).toEqual(['v1 80', 'v2 20']);
    expect(t.takenBy()).toEqual(['v1', 'v2']);
  });

  it('may be of some requests only', () => {
    const t = new Travels({ v1: 100 });
    t.travels.traffic.routeSplit(HttpMatch.header('user', 'new'), { version: t.v2, weight: 50 }, { version: t.v3, weight: 50 });
    expect(t.takenBy({ headers: { user: 'new' } })).toEqual(['v2', 'v3']);
    expect(t.takenBy()).toEqual(['v1']);
  });
});

describe('A shift of connections', () => {
  it('goes by weight', () => {
    const { app, db, v1, v2, v3, taken } = database(WorkloadPort.tcp(3306));
    db.traffic.shift({ version: v1, weight: 80 }, { version: v2, weight: 10 }, { version: v3, weight: 10 });
    const spec = Manifests.of(app).spec('VirtualService', 'mysqldb');
    expect(spec.http).toBeUndefined();
    expect(spec.tcp.map(({ match, route }: any) => [match, weights(route)])).toEqual([[undefined, ['v1 80', 'v2 10', 'v3 10']]]);
    expect(taken('cars-v1')).toEqual(['v1', 'v2', 'v3']);
  });

  it('may be of one caller only', () => {
    const { db, v1, v2, cars, taken } = database(WorkloadPort.tcp(3306));
    db.traffic.defaultTo(v1);
    db.traffic.routeConnections(ConnectionMatch.from(cars), { version: v2, weight: 100 });
    expect(taken('cars-v1')).toEqual(['v2']);
    expect(taken('hotels-v1')).toEqual(['v1']);
  });

  it('goes by the server name where the port speaks TLS, since Istio passes over routes for TCP there', () => {
    const { app, db, v1, v3, taken } = database(WorkloadPort.tls(443), WorkloadPort.http(80));
    db.traffic.shift({ version: v1, weight: 90 }, { version: v3, weight: 10 });
    const spec = Manifests.of(app).spec('VirtualService', 'mysqldb');
    expect(spec.tcp).toBeUndefined();
    expect(spec.tls.map(({ match, route }: any) => [match, weights(route)])).toEqual([
      [[{ port: 443, sniHosts: ['mysqldb.agency.svc.cluster.local'] }], ['v1 90', 'v3 10']],
    ]);
    expect(taken('cars-v1', 443)).toEqual(['v1', 'v3']);
  });

  it('has a default', () => {
    const { app, db, v1, cars } = database(WorkloadPort.tcp(3306));
    db.traffic.routeConnections(ConnectionMatch.from(cars), { version: v1, weight: 100 });
    expect(refusal(app)).toContain('weights add up to 0');
    db.traffic.routeConnections(ConnectionMatch.from(cars), { version: v1, weight: 100 });
    db.traffic.defaultTo(v1);
    expect(refusal(app)).toContain('the 2nd rule for connections (to v1) is never reached: the 1st rule for connections (to v1) is declared before it');
  });
});

describe('A planned canary', () => {
  const at = (step: number, steps?: number[]) => {
    const t = new Travels({});
    t.travels.traffic.shiftByPlan({ from: t.v1, to: t.v2, steps, step });
    return t;
  };

  it('goes from step to step', () => {
    const routes = [0, 1, 2, 3, 4].map(step => weights(Manifests.of(at(step).app).spec('VirtualService', 'travels').http[0].route));
    expect(routes).toEqual([['v1 -'], ['v1 95', 'v2 5'], ['v1 80', 'v2 20'], ['v1 50', 'v2 50'], ['v2 -']]);
    expect(at(4).takenBy()).toEqual(['v2']);
  });

  it.each([
    [5, undefined, "step 5 of the plan from v1 to v2 is none of the plan's; use 0 to 4"],
    [0.5, undefined, 'use 0 to 4'],
    [1, [20, 10], 'the share 10 does not rise as a plan does (20, 10)'],
    [1, [50, 101], 'the share 101 does not rise'],
    [0, [], 'the plan has no steps'],
  ])('has no step %d of %j', (step, steps, problem) => {
    expect(refusal(at(step, steps).app)).toContain(problem);
  });
});
