import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Result } from './_run';
import { run as runCommand } from './_run';
import type { Json } from '../adopt/_adopt';
import { deployment, istio, namespace, service } from '../adopt/_adopt';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'adopt-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): Result {
  return runCommand('adopt', ...args);
}

function write(name: string, ...objects: readonly (Json | string)[]): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, objects.map(object => (typeof object === 'string' ? object : stringify(object))).join('---\n'));
  return file;
}

const WEB = [deployment('web'), service('web')];
const homeless = (object: Json): Json => ({ ...object, metadata: { name: object.metadata.name } });

test('writes code to a file, and what there is to know to standard error', () => {
  write('manifests/web.yaml', namespace(), ...WEB, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } });
  const { code, out, error } = run(join(folder, 'manifests'), '-o', join(folder, 'main.ts'));
  expect(code).toBe(0);
  expect(out).toBe('');
  expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toMatch(/^\/\/ Made by cdk8s-istio adopt of manifests\. It is yours now: nothing writes it again\.\nimport \{[\s\S]*app\.synth\(\);\n$/);
  expect(error.replaceAll(folder, '')).toBe(`/main.ts: 4 objects became 1 namespace, 1 workload and 1 kept as it was.
Its access is that of the manifests: both were compared, layer by layer.

Kept as it was:
  ConfigMap shop/settings
    no construct stands for it

To know:
  in shop, web-v1 ran under the service account 'default', which is no identity of one's own; each gets one. Policies elsewhere that name 'default' do not know them

To compare again, once the app is synthesized:
  cdk8s-istio diff /manifests dist/`);
});

test('writes code to standard output without -o', () => {
  const { code, out } = run(write('web.yaml', ...WEB));
  expect(code).toBe(0);
  expect(out).toContain("new LeastPrivilegeWorkload(shop, 'web', { image: 'example/web:1', port: 8080 });");
});

test('does not write over a file that is there', () => {
  write('main.ts', 'mine');
  expect(run(write('web.yaml', ...WEB), '-o', join(folder, 'main.ts'))).toMatchObject({ code: 2, error: expect.stringContaining('main.ts: there is a file already, and adopt does not write over code; name another') });
  expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toBe('mine');
});

test('lists what is to be removed from the cluster, since constructs write it under other names', () => {
  const web = [deployment('web', { serviceAccountName: 'web', containers: [{ name: 'web', image: 'a:1' }] }), service('web')];
  const policies = [istio('AuthorizationPolicy', 'nothing', {}), istio('AuthorizationPolicy', 'web-to-itself', {
    selector: { matchLabels: { app: 'web' } }, rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['8080'] } }] }],
  })];
  const { code, out, error } = run(write('web.yaml', namespace(), istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }), ...web, ...policies));
  expect(code).toBe(0);
  expect(out).toContain('web.calls.to(web, HttpCall.any());');
  expect(error).toContain(`Written anew under other names, so that these are to be removed once the app is deployed:
  AuthorizationPolicy shop/nothing
  AuthorizationPolicy shop/web-to-itself
`);
});

test('ends with 1 where an object says less than it did, even if access is the same', () => {
  // What YAML may say and no synthesized object does.
  const { code, error } = run(write('a.yaml', ...WEB, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\ndata: { __proto__: a, b: c }\n'));
  expect(code).toBe(1);
  expect(error).toContain('Its access is that of the manifests, but not all that they say is in it:\n  changed: ConfigMap shop/a: data.__proto__ is lost');
});

test('says of secrets that they stand in the code', () => {
  const { error } = run(write('web.yaml', ...WEB, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token', namespace: 'shop' }, data: { a: 'Yg==' } }));
  expect(error).toContain('what is secret stands in the code now, as it stood in the manifests: Secret shop/token');
});

describe('objects that name no namespace', () => {
  const files = (): readonly [string, string] => [write('a/web.yaml', ...WEB.map(homeless)), write('b/web.yaml', ...WEB.map(homeless))];
  test('are of default, which is told', () => {
    const { out, error } = run(files()[0]);
    expect(out).toContain("new SecureNamespace(app, 'default', {");
    expect(error).toContain("2 objects name no namespace and are taken to be of 'default'; --namespace says another");
  });
  test('are of the namespace that is named, for all or for each folder', () => {
    const [a, b] = files();
    expect(run(a, '--namespace', 'shop').out).toContain("new SecureNamespace(app, 'shop', {");
    const { code, out } = run('--namespace', `shop=${a}`, '--namespace', `pay=${b}`);
    expect(code).toBe(0);
    expect(out).toMatch(/new SecureNamespace\(app, 'pay', \{[\s\S]*new SecureNamespace\(app, 'shop', \{/);
  });
  test.each([
    [['--namespace', 'No'], "'No' is no namespace's name"],
    [['--namespace', 'shop='], "name a folder or file after the '='"],
    [['--namespace', 'a', '--namespace', 'b'], '--namespace is given 2 times for all objects (a, b)'],
  ])('and %s are told what is wrong', (args, message) => {
    expect(run(files()[0], ...args)).toMatchObject({ code: 2, error: expect.stringContaining(message) });
  });
});

describe('bad input', () => {
  test('without a path, asks for one', () => {
    expect(run()).toMatchObject({ code: 2, error: expect.stringContaining('adopt needs a folder or file of manifests') });
  });
  test('of nothing at all, ends with 2', () => {
    expect(run(write('empty.yaml', ''))).toMatchObject({ code: 2, out: '', error: expect.stringContaining('there are no manifests') });
  });
  test('of files of which some cannot be read, adopts the others and ends with 2', () => {
    write('all/web.yaml', ...WEB);
    write('all/chart.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: {{ .Values.name }}}\n');
    const { code, out, error } = run(join(folder, 'all'));
    expect(code).toBe(2);
    expect(out).toContain("new LeastPrivilegeWorkload(shop, 'web'");
    expect(error).toMatch(/error: .*chart\.yaml/);
  });
  test('of objects of which some cannot be adopted, lists them', () => {
    const { code, out, error } = run(write('web.yaml', ...WEB, { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'a-' } }));
    expect(code).toBe(2);
    expect(out).toContain("new LeastPrivilegeWorkload(shop, 'web'");
    expect(error).toMatch(/Left out:\n {2}.*web\.yaml:\d+: this Pod has no name/);
  });
  test('of objects of which none can be adopted, writes nothing', () => {
    const { code, out, error } = run(write('pod.yaml', { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'a-' } }), '-o', join(folder, 'main.ts'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('nothing of what was read can be adopted');
    expect(existsSync(join(folder, 'main.ts'))).toBe(false);
  });
});

test('takes manifests of others into account', () => {
  const root = write('root.yaml', istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }, 'istio-system'));
  const { code, out } = run(write('web.yaml', namespace(), ...WEB), '--context', root);
  expect(code).toBe(0);
  expect(out).not.toContain('istio-system');
});
