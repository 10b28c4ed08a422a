import { App } from 'cdk8s';
import { said, trafficOf } from './_graph';
import { graphDot, graphMermaid } from '../../../src/analysis/graph';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import { Bookinfo, TravelDemo } from 'cdk8s-istio';

const bookinfoApp = new App();
new Bookinfo(bookinfoApp, 'bookinfo');
const bookinfo = MeshAccess.fromApp(bookinfoApp)._graph();

const travelApp = new App();
new TravelDemo(travelApp, 'travel-demo');
const travel = MeshAccess.fromApp(travelApp)._graph();

const ofWorkloads = ({ from, to }: { readonly from: string; readonly to: string }): boolean => !`${from} ${to}`.includes('class/');

describe('Bookinfo', () => {
  test('has an edge for every call, and no other between its workloads', () => {
    expect(said(bookinfo, 'access', ofWorkloads)).toEqual([
      'gateway/istio-system/istio-ingressgateway -> workload/bookinfo/productpage-v1: 9080 GET /api/v1/products*, /logout, /productpage, /static/*; POST /login; mutual TLS',
      'workload/bookinfo/productpage-v1 -> service/bookinfo/reviews: 9080 GET /reviews/*; mutual TLS',
      'workload/bookinfo/productpage-v1 -> workload/bookinfo/details-v1: 9080 GET /details/*; mutual TLS',
      'workload/bookinfo/reviews-v2 -> workload/bookinfo/ratings-v1: 9080 GET /ratings/*; mutual TLS',
      'workload/bookinfo/reviews-v3 -> workload/bookinfo/ratings-v1: 9080 GET /ratings/*; mutual TLS',
    ]);
  });
  test('draws what all workloads may do once, at the box of their namespace', () => {
    expect(said(bookinfo, 'access', edge => !ofWorkloads(edge)).map(text => text.replace(/class\/pods |%2F/g, ''))).toEqual([
      'app.kubernetes.ioname=prometheus of namespace istio-system -> namespace/bookinfo: 15020 anything',
      'namespace/bookinfo -> app=istiod of namespace istio-system: 15012 anything',
      'namespace/bookinfo -> k8s-app=kube-dns of namespace kube-system: 53 (TCP, UDP) anything',
    ]);
  });
  test('shows what comes from the internet, and the shares of the versions', () => {
    expect(said(bookinfo, 'entry')).toEqual(['clients -> gateway/istio-system/istio-ingressgateway: 80 any HTTP, host bookinfo.example.com']);
    expect(trafficOf(bookinfo)).toEqual({ 'reviews-v1': '34 %', 'reviews-v2': '33 %', 'reviews-v3': '33 %' });
  });
  test('as text', () => {
    expect(graphMermaid(bookinfo)).toMatchSnapshot();
    expect(graphDot(bookinfo)).toMatchSnapshot();
  });
});

describe('the Travel demo', () => {
  test('joins the callers of a Service and its versions', () => {
    expect(said(travel, 'access', ofWorkloads)).toEqual(expect.arrayContaining([
      'namespace/travel-portal -> service/travel-agency/travels: 8000 GET /travels, /travels/*; mutual TLS',
      'service/travel-agency/travels -> workload/travel-agency/hotels-v1: 8000 GET /hotels, /hotels/*; mutual TLS',
      'workload/travel-agency/cars-v1 -> service/travel-agency/mysqldb: 3306 anything; mutual TLS',
    ]));
  });
  test('as text', () => {
    expect(graphMermaid(travel)).toMatchSnapshot();
    expect(graphDot(travel)).toMatchSnapshot();
  });
});

test.each([['Bookinfo', bookinfo], ['the Travel demo', travel]])('%s: every call is explained by a request that each layer lets through', (_name, graph) => {
  const calls = graph.edges.filter(({ kind, to }) => kind === 'access' && !to.startsWith('class/')).flatMap(({ access }) => access);
  expect(calls.length).toBeGreaterThan(4);
  for (const { why } of calls) { expect(why?.layers.filter(({ verdict }) => verdict !== 'ALLOW')).toEqual([]); }
  const known = new Set(graph.objects.map(({ id }) => id));
  const deciding = calls.flatMap(({ why }) => why!.layers.flatMap(({ object }) => object ?? []));
  expect(deciding).toContain(graph === bookinfo ? 'AuthorizationPolicy bookinfo/details' : 'AuthorizationPolicy travel-agency/cars');
  expect(deciding.filter(id => !known.has(id))).toEqual([]);
});
