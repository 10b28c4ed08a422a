import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { Manifests } from '../_manifests';

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
  const written = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    .map(entry => relative(outdir, join(entry.parentPath, entry.name)));
  return new Map(written.sort().map(file => [file, readFileSync(join(outdir, file), 'utf8')]));
}

test('there are examples, each with a main.ts and a cdk8s.yaml that runs it', () => {
  expect(APPS).toContain('bookinfo/main.ts');
  for (const folder of new Set(APPS.map(app => app.split('/')[0]))) {
    expect(APPS).toContain(`${folder}/main.ts`);
    expect(readFileSync(join(EXAMPLES, folder, 'cdk8s.yaml'), 'utf8')).toContain('main.ts');
  }
});

describe.each(APPS)('examples/%s', app => {
  const files = run(app);
  const manifests = new Map([...files].filter(([file]) => file.endsWith('.yaml')));

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

  it('writes a file for each namespace, and names it after it', () => {
    for (const [file, text] of manifests) {
      expect(file).toMatch(/^[a-z0-9-]+\.k8s\.yaml$/);
      const namespaces = new Set(new Manifests(text).all.map(({ metadata }) => metadata.namespace).filter(name => name !== undefined));
      expect(namespaces.size).toBe(1);
    }
  });

  it('asks for no API version that Istio has replaced', () => {
    const versions = [...manifests.values()].flatMap(text => new Manifests(text).all.map(({ apiVersion }) => apiVersion));
    expect(versions.filter(version => /istio\.io\/v1(alpha|beta)/.test(version))).toEqual([]);
  });
});

describe('examples/bookinfo', () => {
  const only = (app: string) => new Manifests([...run(app).values()][0]);
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
