import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { App } from 'cdk8s';
import { SCENARIOS } from '../../examples/travel-demo/tutorial/scenarios';
import { Manifests, refusal } from '../_manifests';
import { TravelDemo } from 'cdk8s-istio';

const ROOT = resolve(__dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const TEMPORARY = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(TEMPORARY, { recursive: true }));

/** The apps of an example: `folder/main.ts`, and what else stands beside it. */
const APPS = readdirSync(EXAMPLES).filter(folder => existsSync(join(EXAMPLES, folder, 'cdk8s.yaml'))).sort().flatMap(folder =>
  readdirSync(join(EXAMPLES, folder)).filter(file => file.endsWith('.ts')).sort().map(file => `${folder}/${file}`));

let runs = 0;

/** What an app writes, by file, when it is run as `cdk8s synth` runs it. */
function run(app: string): Map<string, string> {
  const outdir = join(TEMPORARY, String(runs++));
  const command = [join(ROOT, 'node_modules/.bin/tsx'), '--tsconfig', join(EXAMPLES, 'tsconfig.json'), join(EXAMPLES, app)];
  execFileSync(process.execPath, command, { env: { ...process.env, CDK8S_OUTDIR: outdir }, stdio: ['ignore', 'ignore', 'pipe'] });
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    .map(entry => relative(outdir, join(entry.parentPath, entry.name)));
  return new Map(files.sort().map(file => [file, readFileSync(join(outdir, file), 'utf8')]));
}

const once = new Map<string, Map<string, string>>();

/** The same, by a run that others have asked for, too. */
function written(app: string): Map<string, string> {
  const files = once.get(app) ?? run(app);
  once.set(app, files);
  return files;
}

/** The manifests among the files. */
function yamlOf(files: Map<string, string>): Map<string, string> {
  return new Map([...files].filter(([file]) => file.endsWith('.yaml')));
}

test('there are examples, each with a main.ts and a cdk8s.yaml that runs it', () => {
  expect(APPS).toContain('bookinfo/main.ts');
  for (const folder of new Set(APPS.map(app => app.split('/')[0]))) {
    expect(APPS).toContain(`${folder}/main.ts`);
    expect(readFileSync(join(EXAMPLES, folder, 'cdk8s.yaml'), 'utf8')).toContain('main.ts');
  }
});

describe.each(APPS)('examples/%s', app => {
  const files = written(app);
  const manifests = yamlOf(files);

  it('writes the same bytes every time', () => {
    expect([...run(app)]).toEqual([...files]);
  }, 60_000);

  it('writes manifests: each has a kind, a name and a place, and no two are the same object', () => {
    const ids = [...manifests.values()].flatMap(text => new Manifests(text).all.map(({ apiVersion, kind, metadata }) => {
      expect(metadata.namespace !== undefined || kind === 'Namespace').toBe(true);
      return `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
    }));
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.join()).not.toContain('undefined');
  });

  it('writes a file for each namespace, and with it only what gateways need where they run', () => {
    for (const [file, text] of manifests) {
      expect(file).toMatch(/^[a-z0-9-]+\.k8s\.yaml$/);
      const atGateways = ['Certificate', 'RequestAuthentication', 'AuthorizationPolicy'];
      const namespaces = new Set(new Manifests(text).all.filter(({ kind, metadata }) => metadata.namespace !== 'istio-system' || !atGateways.includes(kind))
        .map(({ metadata }) => metadata.namespace).filter(name => name !== undefined));
      expect(namespaces.size).toBe(1);
    }
  });

  it('labels every object, so that what leaves the code can be found and pruned', () => {
    for (const { kind, metadata } of [...manifests.values()].flatMap(text => new Manifests(text).all)) {
      expect([kind, metadata.name, metadata.labels]).toEqual([kind, metadata.name, expect.objectContaining({
        'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/part-of': expect.stringMatching(/./),
      })]);
    }
  });

  it('asks for no API version that Istio has replaced', () => {
    const versions = [...manifests.values()].flatMap(text => new Manifests(text).all.map(({ apiVersion }) => apiVersion));
    expect(versions.filter(version => /istio\.io\/v1(alpha|beta)/.test(version))).toEqual([]);
  });
});

describe('examples/bookinfo', () => {
  const only = (app: string) => new Manifests([...written(app).values()][0]);
  const counts = (made: Manifests) => {
    const kinds = [...new Set(made.all.map(one => one.kind))].sort();
    return Object.fromEntries(kinds.map(kind => [kind, made.names(kind).length]));
  };

  it('is one file with the six workloads of Bookinfo, each with an identity and policies of its own', () => {
    expect(counts(only('bookinfo/main.ts'))).toEqual({
      AuthorizationPolicy: 5,
      Deployment: 6,
      DestinationRule: 1,
      Gateway: 1,
      Namespace: 1,
      NetworkPolicy: 8,
      PeerAuthentication: 1,
      Service: 4,
      ServiceAccount: 6,
      Sidecar: 7,
      VirtualService: 2,
    });
  });

  it("is the sixteen objects of upstream's and their namespace in the parity mode", () => {
    expect(counts(only('bookinfo/upstream.ts'))).toEqual({ Deployment: 6, Gateway: 1, Namespace: 1, Service: 4, ServiceAccount: 4, VirtualService: 1 });
  });
});

describe('examples/travel-demo', () => {
  const counts = (text: string) => {
    const { all } = new Manifests(text);
    const kinds = all.map(one => one.kind);
    return Object.fromEntries([...new Set(kinds)].sort().map(kind => [kind, kinds.filter(one => one === kind).length]));
  };

  it('is a file each for the agency, the portals and the dashboard', () => {
    const files = yamlOf(written('travel-demo/main.ts'));
    expect([...files.keys()]).toEqual(['travel-agency.k8s.yaml', 'travel-control.k8s.yaml', 'travel-portal.k8s.yaml']);
    expect(counts(files.get('travel-portal.k8s.yaml')!)).toMatchObject({
      Namespace: 1, ServiceAccount: 3, Service: 3, Deployment: 3, AuthorizationPolicy: 4, NetworkPolicy: 4, Sidecar: 4, PeerAuthentication: 1,
    });
    expect(counts(files.get('travel-agency.k8s.yaml')!)).toMatchObject({ Deployment: 11, ServiceAccount: 11, Service: 7, Secret: 1 });
  });

  it("is the 29 objects of upstream's and their namespaces in the parity mode", () => {
    const all = [...yamlOf(written('travel-demo/upstream.ts')).values()].map(counts);
    expect(all).toEqual([
      { Deployment: 11, Namespace: 1, Secret: 1, Service: 7 },
      { Deployment: 1, Namespace: 1, Service: 1 },
      { Deployment: 4, Namespace: 1, Service: 3, ServiceAccount: 1 },
    ]);
  });

  it.each(Object.keys(SCENARIOS))('can be the scenario %s', name => {
    const app = new App();
    new TravelDemo(app, 'travel-demo', SCENARIOS[name]);
    expect(refusal(app)).toBe('');
  });
});

describe('examples/security', () => {
  const made = new Manifests([...yamlOf(written('security/main.ts')).values()].join('---\n'));
  const actions = () => made.all.filter(({ kind }) => kind === 'AuthorizationPolicy').map(({ spec }) => spec.action ?? 'ALLOW');

  it('has tokens at the gateway and at a workload, and policies of every action', () => {
    expect(made.names('RequestAuthentication').sort()).toEqual(['entry-users', 'orders-users']);
    expect([...new Set(actions())].sort()).toEqual(['ALLOW', 'AUDIT', 'CUSTOM', 'DENY']);
  });

  it('tries what is only tried: a denial, and a namespace that observes', () => {
    const tried = made.all.filter(({ metadata }) => metadata.annotations?.['istio.io/dry-run'] === 'true').map(({ metadata }) => metadata.name);
    expect(tried.sort()).toEqual(['no-debug', 'stock']);
  });

  it('has the certificates of istiod and of the gateway, in the namespace of both', () => {
    expect(made.all.filter(({ kind }) => kind === 'Certificate').map(({ metadata, spec }) => [metadata.namespace, metadata.name, spec.secretName]))
      .toEqual([['istio-system', 'istiod', 'istiod-tls'], ['istio-system', 'shop-tls', 'shop-tls']]);
    expect(made.spec('Gateway', 'entry').servers.map((server: any) => server.tls.credentialName).filter((name: unknown) => name)).toEqual(['shop-tls']);
  });
});
