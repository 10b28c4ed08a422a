import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { declareVersioned } from './_versioned-app';
import { Bookinfo, HttpCall, IstioVersion, LeastPrivilegeWorkload, Mesh, MeshFindings, SecureNamespace, TravelDemo } from '../../src';
import { DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS, isSince } from '../../src/analysis/findings/world/istio-versions';
import { Manifests, refusal } from '../_manifests';
import { NEWER } from '../analysis/findings/schema/_newer';

const DEMOS: readonly (readonly [string, (app: App) => void])[] = [
  ['Bookinfo', app => { new Bookinfo(app, 'bookinfo', { host: 'bookinfo.example.com' }); }],
  ['the Travel demo', app => { new TravelDemo(app, 'travel-demo'); }],
];

function openIn(app: App): readonly string[] {
  return MeshFindings.fromApp(app).open().map(({ code, kind, name, path, message }) => `${code} ${kind} ${name} ${path}: ${message}`);
}

function appFor(version: string): App {
  const app = new App();
  new Mesh(app, 'mesh', { istioVersion: IstioVersion.of(version) });
  return app;
}

test('a mesh may be of every release whose fields are known, and is of the one that is meant where none is named', () => {
  expect(new Mesh(new App(), 'mesh').istioVersion.toString()).toBe(DEFAULT_ISTIO_VERSION);
  expect([IstioVersion.V1_28, IstioVersion.V1_29, IstioVersion.V1_30, IstioVersion.V1_31].map(String)).toEqual(ISTIO_VERSIONS);
});

describe.each(ISTIO_VERSIONS)('for Istio %s', version => {
  test.each(DEMOS)('nothing that we write in %s is newer', (_, declare) => {
    const app = appFor(version);
    declare(app);
    expect(openIn(app)).toEqual([]);
  });

  test('nothing is newer where we have what differs by release', () => {
    const app = new App();
    declareVersioned(app, IstioVersion.of(version));
    expect(refusal(app)).toBe('');
    expect(openIn(app)).toEqual([]);
  });

  test('what is newer is found, and what is not is taken', () => {
    const app = appFor(version);
    const namespace = new SecureNamespace(app, 'shop');
    NEWER.forEach(({ object }, i) => new ApiObject(namespace, String(i), { ...object, metadata: { name: `newer-${i}` } } as never));
    const told = openIn(app).filter(line => line.includes('known since'));
    const refused = new Set(told.map(line => / newer-(\d+) /.exec(line)?.[1]));
    expect(NEWER.filter((_, i) => refused.has(String(i))).map(({ name }) => name))
      .toEqual(NEWER.filter(({ since }) => !isSince(version, since)).map(({ name }) => name));
  });

  test('the same is found in an app that has nothing of ours but its mesh', () => {
    const app = appFor(version);
    const chart = new Chart(app, 'shop');
    NEWER.forEach(({ object }, i) => new ApiObject(chart, String(i), { ...object, metadata: { name: `newer-${i}`, namespace: 'shop' } } as never));
    const refused = new Set(openIn(app).filter(line => line.includes('known since')).map(line => / newer-(\d+) /.exec(line)?.[1]));
    expect(refused.size).toBe(NEWER.filter(({ since }) => !isSince(version, since)).length);
  });

  test('a patch to a newer field of an object that we write is refused', () => {
    const app = appFor(version);
    const namespace = new SecureNamespace(app, 'shop');
    const orders = new LeastPrivilegeWorkload(namespace, 'orders', { image: 'orders:1', port: 8080 });
    new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' }).calls.to(orders, HttpCall.get('/orders/*'));
    orders.authorizationPolicy!.addJsonPatch(JsonPatch.add('/spec/rules/0/from/0/source/trustDomains', ['cluster.local']));
    const message = "the field 'trustDomains' is known since Istio 1.30, and not to Istio ";
    if (isSince(version, '1.30')) {
      expect(refusal(app)).toBe('');
      expect(Manifests.of(app).spec('AuthorizationPolicy', 'orders').rules[0].from[0].source.trustDomains).toEqual(['cluster.local']);
    } else {
      expect(refusal(app)).toContain(message + version);
    }
  });
});

test('what we write differs by release, as far as releases differ', () => {
  const written = ISTIO_VERSIONS.map(version => {
    const app = new App();
    declareVersioned(app, IstioVersion.of(version));
    const manifests = Manifests.of(app);
    return {
      source: Object.keys(manifests.spec('AuthorizationPolicy', 'orders').rules[0].from[0].source),
      resolution: manifests.spec('ServiceEntry', 'partners').resolution,
      tag: Object.keys(manifests.spec('Telemetry', 'orders').tracing[0].customTags.host),
    };
  });
  expect(written).toEqual([
    { source: ['serviceAccounts'], resolution: 'NONE', tag: ['header'] },
    { source: ['serviceAccounts'], resolution: 'NONE', tag: ['formatter'] },
    { source: ['serviceAccounts', 'trustDomains'], resolution: 'DYNAMIC_DNS', tag: ['formatter'] },
    { source: ['serviceAccounts', 'trustDomains'], resolution: 'DYNAMIC_DNS', tag: ['formatter'] },
  ]);
});
