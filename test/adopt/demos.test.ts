import { App } from 'cdk8s';
import type { Result } from './_adopt';
import { adoptApp, callsIn, otherwise } from './_adopt';
import {
  Bookinfo, Mesh, TelemetryProvider, TravelDemo, TravelStage, UpstreamBookinfo, UpstreamTravelDemo,
} from '../../src';

function adopted(declare: (app: App) => void): Result {
  const app = new App();
  declare(app);
  return adoptApp(app);
}

describe('the Bookinfo of upstream, without any policy', () => {
  const result = adopted(app => new UpstreamBookinfo(app, 'bookinfo'));
  test('gives an app that allows the same', () => {
    expect(otherwise(result)).toEqual([]);
  });
  test('becomes workloads and a canary, of which nothing is enforced yet', () => {
    expect(result.text).toMatchSnapshot();
  });
  test('keeps its gateway, since without policies nothing would hold the paths that it exposes', () => {
    expect(result.kept.map(({ object }) => `${object.kind} ${object.name}`)).toEqual(['Gateway bookinfo-gateway', 'VirtualService bookinfo']);
    expect(result.text).toMatch(/\/\/ As it was: call to 'bookinfo\/productpage': nothing can enforce its methods/);
  });
});

describe('the Travel demo of upstream, without any policy', () => {
  const result = adopted(app => new UpstreamTravelDemo(app, 'travel', { stage: TravelStage.CONTROL_ONLY, loadtester: true }));
  test('gives an app that allows the same', () => {
    expect(otherwise(result)).toEqual([]);
  });
  test('becomes workloads and a canary, and keeps a database of several versions, whose routes nobody could vouch for', () => {
    expect(result.text.match(/new LeastPrivilegeWorkload\(/g)).toHaveLength(10);
    expect(result.text.match(/\.addVersion\(/g)).toHaveLength(3);
    expect(result.kept.map(({ object }) => `${object.kind} ${object.name}`)).toEqual([
      'Secret mysql-credentials', 'Deployment mysqldb-v1', 'Deployment mysqldb-v2', 'Deployment mysqldb-v3', 'Service mysqldb',
    ]);
    expect(result.kept[1].reason).toMatch(/ → UNKNOWN, since VirtualService travel-agency\/mysqldb routes bytes, which is not modelled$/);
  });
  test('says once what most workloads repeat', () => {
    expect(result.text.match(/zipkin\.istio-system/g)).toHaveLength(1);
    expect(result.text.match(/Nothing is refused by constructs yet/g)).toHaveLength(1);
  });
  test('tells whose identity is new', () => {
    expect(result.notes.join('\n')).toContain("in travel-portal, travels, viaggi, voyages ran under the service account 'default'");
  });
});

describe('what Bookinfo writes', () => {
  const result = adopted(app => new Bookinfo(app, 'bookinfo', { host: 'bookinfo.example.com' }));
  test('gives an app that allows the same, with all that constructs can say', () => {
    expect(otherwise(result)).toEqual([]);
    expect(result.trials).toBe(1);
    expect(result.kept).toEqual([]);
  });
  test('gives back the calls that it declares', () => {
    expect(callsIn(result.text)).toEqual([
      "productpage.calls.to(details, HttpCall.get('/details/*'));",
      "productpage.calls.to(reviews, HttpCall.get('/reviews/*'));",
      "reviewsV2.calls.to(ratings, HttpCall.get('/ratings/*'));",
      "reviewsV3.calls.to(ratings, HttpCall.get('/ratings/*'));",
      "bookinfoGateway.expose(productpage, HttpCall.get('/api/v1/products*', '/logout', '/productpage', '/static/*'), HttpCall.post('/login'));",
    ]);
  });
  test('is code that a person would keep', () => {
    expect(result.text).toMatchSnapshot();
  });
});

describe('what the Travel demo writes', () => {
  const result = adopted(app => new TravelDemo(app, 'travel-demo'));
  test('gives an app that allows the same', () => {
    expect(otherwise(result)).toEqual([]);
  });
  test('gives back the calls that it declares, across namespaces', () => {
    expect(callsIn(result.text)).toEqual([
      "cars.calls.to(discounts, HttpCall.get('/discounts/*'));",
      'cars.calls.to(mysqldb, TcpCall.port());',
      "flights.calls.to(discounts, HttpCall.get('/discounts/*'));",
      'flights.calls.to(mysqldb, TcpCall.port());',
      "hotels.calls.to(discounts, HttpCall.get('/discounts/*'));",
      'hotels.calls.to(mysqldb, TcpCall.port());',
      "insurances.calls.to(discounts, HttpCall.get('/discounts/*'));",
      'insurances.calls.to(mysqldb, TcpCall.port());',
      "travelAgencyTravels.calls.to(cars, HttpCall.get('/cars/*'));",
      "travelAgencyTravels.calls.to(flights, HttpCall.get('/flights/*'));",
      "travelAgencyTravels.calls.to(hotels, HttpCall.get('/hotels', '/hotels/*'));",
      "travelAgencyTravels.calls.to(insurances, HttpCall.get('/insurances/*'));",
      "travelPortalTravels.calls.to(travelAgencyTravels, HttpCall.get('/travels', '/travels/*'));",
      "viaggi.calls.to(travelAgencyTravels, HttpCall.get('/travels', '/travels/*'));",
      "voyages.calls.to(travelAgencyTravels, HttpCall.get('/travels', '/travels/*'));",
      "control.calls.to(travelPortalTravels, HttpCall.get('/status'), HttpCall.put('/settings'));",
      "control.calls.to(viaggi, HttpCall.get('/status'), HttpCall.put('/settings'));",
      "control.calls.to(voyages, HttpCall.get('/status'), HttpCall.put('/settings'));",
      'controlGateway.expose(',
    ]);
  });
});

test('what else policies open, such as a collector of spans, keeps them as they are', () => {
  const provider = TelemetryProvider.zipkin('zipkin', {
    service: 'zipkin.istio-system.svc.cluster.local', port: 9411, podLabels: { app: 'jaeger' },
  });
  const result = adopted(app => {
    new Mesh(app, 'mesh', { telemetryProviders: [provider] });
    new TravelDemo(app, 'travel-demo', { tracing: { provider } });
  });
  expect(otherwise(result)).toEqual([]);
});
