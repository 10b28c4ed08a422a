import { App } from 'cdk8s';
import * as core from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import { transpile } from 'typescript';
import { parseAllDocuments } from 'yaml';
import type { Json } from './_adopt';
import { adoptAll, adoptApp, deployment, istio, namespace, service } from './_adopt';
import * as ours from '../../src';
import { Bookinfo, TravelDemo, TravelStage, UpstreamBookinfo, UpstreamTravelDemo } from '../../src';
import { run } from '../../src/source-code';
import { complaintsOf } from '../_generated-code';
import { everything } from '../source-code/_everything';

function of(declare: (app: App) => void): ReturnType<typeof adoptApp> {
  const app = new App();
  declare(app);
  return adoptApp(app);
}

const ODD: readonly Json[] = [
  namespace(), deployment('class'), service('class', { ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp-a', port: 81 }] }),
  deployment('1st', { containers: [{ name: 'a', image: 'a' }], tolerations: [{ operator: 'Exists' }] }),
  deployment('web', {}, { app: 'web', version: 'v1' }, { spec: { replicas: 3 } }), deployment('web', {}, { app: 'web', version: 'v2' }, { name: 'web-two' }), service('web'),
  istio('VirtualService', 'broken', { hosts: ['class'], http: [{ route: [{ destination: { host: 'nowhere' } }] }] }),
  istio('VirtualService', 'web', {
    hosts: ['web'],
    http: [
      { match: [{ headers: { team: { regex: 'a.*' } } }], route: [{ destination: { host: 'web', subset: 'v2' } }], fault: { abort: { httpStatus: 503 } } },
      { match: [{ uri: { exact: '/a' } }], route: [{ destination: { host: 'web', subset: 'v1' }, weight: 90 }, { destination: { host: 'web', subset: 'v2' }, weight: 10 }] },
      { route: [{ destination: { host: 'web', subset: 'v1' } }] },
    ],
  }),
  istio('DestinationRule', 'web', { host: 'web', subsets: ['v1', 'v2'].map(name => ({ name, labels: { version: name } })) }),
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a.b', namespace: 'elsewhere', annotations: { 'it\'s': '"' } }, data: { 8080: 'x', __proto__x: 'y', page: '<p>\n${x}\n</p>\n'.repeat(20) } },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'reader' }, rules: [{ verbs: ['get'], resources: ['pods'], apiGroups: [''] }] },
];

const CASES = {
  upstreamBookinfo: of(app => new UpstreamBookinfo(app, 'bookinfo')),
  upstreamTravelDemo: of(app => new UpstreamTravelDemo(app, 'travel', { stage: TravelStage.CONTROL_ONLY, loadtester: true })),
  bookinfo: of(app => new Bookinfo(app, 'bookinfo')),
  travelDemo: of(app => new TravelDemo(app, 'travel-demo')),
  odd: adoptAll(ODD),
};

test('the compiler and this project\'s linter have nothing against the code', () => {
  const texts = Object.fromEntries(Object.entries(CASES).map(([name, { text }]) => [name, text]));
  expect(complaintsOf({ ...texts, everything: everything() })).toBe('');
}, 300_000);

test('what is wrong with code would be told', () => {
  expect(complaintsOf({ wrong: 'const unused = {"a": 1}\n' })).toMatch(/TS6133[\s\S]*quotes[\s\S]*semi/);
}, 300_000);

describe('the text', () => {
  // What is wrong in what was adopted is told at every synth.
  beforeEach(() => { jest.spyOn(process.stderr, 'write').mockReturnValue(true); });
  afterEach(() => jest.restoreAllMocks());
  test.each(Object.entries(CASES))('of %s makes what was tried', (_, { text, file, app: constant, synth }) => {
    const made = run(file, { 'cdk8s': core, 'cdk8s-plus-27': plus, 'cdk8s-istio': ours }, [synth]).get(constant) as App;
    let written = '';
    class TextApp extends App {
      public override synth(): void { written = this.synthYaml(); }
    }
    const modules: { readonly [module: string]: unknown } = { 'cdk8s': { ...core, App: TextApp }, 'cdk8s-plus-27': plus, 'cdk8s-istio': ours };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    new Function('require', 'exports', transpile(text, { module: 1 as never, target: 9 as never }))((module: string) => modules[module], {});
    expect(parseAllDocuments(written).map(document => document.toJS())).toEqual(parseAllDocuments(made.synthYaml()).map(document => document.toJS()));
  });
});
