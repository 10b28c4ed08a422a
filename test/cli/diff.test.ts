import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Result } from './_run';
import { run as runCommand } from './_run';
import type { Json } from '../analysis/world';
import { authorization, networking, peerAuthentication, world } from '../analysis/world';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diff-'));
  for (const name of ['old', 'new']) { mkdirSync(join(folder, name)); }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): Result {
  return runCommand('diff', ...args);
}

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const at = (name: string): string => join(folder, name);

function mesh(paths: readonly string[], ...more: Json[]): Json[] {
  return world(peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } }), authorization('pay/p', {
    rules: [{
      from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { methods: ['GET'], paths, ports: ['8080'] } }],
    }],
  }), ...more);
}

function versions(older: readonly Json[], newer: readonly Json[]): readonly [string, string] {
  write('old/mesh.json', older);
  write('new/mesh.yaml', newer.map(object => stringify(object)).join('---\n'));
  return [at('old'), at('new')];
}

const ENTRY = { client: 'shop/web', callee: 'pay/api', port: 8080, methods: ['GET'], paths: ['/b'], reason: 'a page | with <b>more</b>' };

describe('diff', () => {
  test('exits with 0 where nothing is new', () => {
    expect(run(...versions(mesh(['/a', '/b']), mesh(['/a'])))).toMatchObject({ code: 0, error: '', out: expect.stringMatching(/^There is no new access; some is gone\./) });
  });
  test('exits with 1 where something is, and names who, what, where, an example and the object in both versions', () => {
    const { code, out } = run(...versions(mesh(['/a']), mesh(['/a', '/b'])));
    expect(code).toBe(1);
    expect(out).toContain('+ shop/web → pay/api:8080: GET /b');
    expect(out).toContain('mutual TLS with AuthorizationPolicy alone; all layers together (DENY → ALLOW)');
    expect(out).toMatch(/before: DENY: .* \[AuthorizationPolicy pay\/p \(.*old\/mesh\.json:1\)\]/);
    expect(out).toMatch(/after: {2}ALLOW: .* \[AuthorizationPolicy pay\/p rules\[0\] \(.*new\/mesh\.yaml:\d+\)\]/);
  });
  test('exits with 1 where it is not known whether something is', () => {
    const filter = (name: string): Json => networking('EnvoyFilter', `pay/${name}`, { configPatches: [{ match: {} }] });
    expect(run(...versions(mesh([], filter('f')), mesh([], filter('g'))))).toMatchObject({ code: 1, out: expect.stringContaining('Whether there is new access is not known') });
  });
  test('lets pass what a file says, as YAML or JSON, with its reason', () => {
    const both = versions(mesh(['/a']), mesh(['/a', '/b']));
    for (const file of [write('allow.json', { version: 1, allow: [ENTRY] }), write('allow.yaml', stringify({ version: 1, allow: [ENTRY] }))]) {
      expect(run(...both, '--allow', file)).toMatchObject({ code: 0, out: expect.stringContaining(ENTRY.reason) });
    }
    const idle = run(...both, '--allow', write('more.json', { version: 1, allow: [ENTRY, { ...ENTRY, port: 3306 }] }));
    expect(idle).toMatchObject({ code: 0, out: expect.stringContaining('to be let pass, but no difference (1)') });
  });
  test('prints JSON', () => {
    const { code, out } = run(...versions(mesh(['/a']), mesh(['/a', '/b'])), '--format', 'json');
    const json = JSON.parse(out) as Json;
    expect(code).toBe(1);
    expect(json).toMatchObject({ version: 1, newAccess: true, denied: [], removedWorkloads: [] });
    expect(json.allowed[0]).toMatchObject({
      layer: 'identity',
      clients: [{ kind: 'workload', text: 'shop/web' }],
      callee: 'pay/api',
      ports: '8080',
      operations: [{ methods: 'GET', paths: '/b' }],
      before: 'DENY',
      after: 'ALLOW',
      example: { request: { from: { principal: 'cluster.local/ns/shop/sa/web' }, to: { namespace: 'pay', workload: 'api' }, port: 8080, method: 'GET', path: '/b' } },
    });
  });
  test('an example of its JSON is a request that can be asked', () => {
    const both = versions(mesh(['/a']), mesh(['/a', '/b']));
    const { allowed } = JSON.parse(run(...both, '--format', 'json').out) as { allowed: Json[] };
    const file = write('requests', allowed.map(({ example }, id) => ({ id, ...example.request })));
    const answers = both.map(side =>
      (JSON.parse(runCommand('access', side, '--requests', file, '--format', 'json').out) as Json[]).map(({ verdict }) => verdict as string));
    expect(answers).toEqual([['DENY', 'DENY'], ['ALLOW', 'ALLOW']]);
  });
  test('prints Markdown in which nothing becomes markup', () => {
    const { out } = run(...versions(mesh(['/a']), mesh(['/a', '/x|y`<img>'])), '--format', 'markdown', '--allow', write('a.json', { version: 1, allow: [{ ...ENTRY, reason: '<script>|@everyone' }] }));
    expect(out).toMatch(/^## Access: There is new access\.\n\n### Newly allowed \(1\)\n\n\| who \| may do \| at \| who lets it through now \|\n\|---\|---\|---\|---\|\n/);
    expect(out).toContain('| shop/web | `` GET /x\\|y`<img> `` | pay/api:8080 |');
    expect(out).toContain('<details><summary>');
    expect(out).not.toMatch(/[^\\]<script>|[^\\]\|@everyone/);
  });
  test('takes what others own from folders of both versions', () => {
    versions(mesh(['/a']).slice(4), mesh(['/a']).slice(4));
    mkdirSync(at('platform'));
    write('platform/namespaces.json', mesh([]).slice(0, 4));
    expect(run(at('old'), at('new'), '--context', at('platform')).code).toBe(0);
  });
});

describe('questions about one version', () => {
  const deny = { client: 'shop/web', callee: 'pay/api', port: 8080, methods: ['*'], paths: ['/a'] };
  test('access that must not be granted', () => {
    versions([], mesh(['/a']));
    const granted = run(at('new'), '--not-granted', write('deny.json', { version: 1, deny: [deny] }));
    expect(granted).toMatchObject({ code: 1, out: expect.stringContaining('! shop/web → pay/api:8080: GET /a (ALLOW)') });
    expect(granted.out).toMatch(/such as GET \/a of cluster\.local\/ns\/shop\/sa\/web\n.*\[AuthorizationPolicy pay\/p rules\[0\]/s);
    expect(run(at('new'), '--not-granted', write('deny.json', { version: 1, deny: [{ ...deny, paths: ['/admin*'] }] }))).toMatchObject({ code: 0, out: 'access that must not be: none' });
  });
  test('is asked of boundaries: that no Service leads there is no answer', () => {
    versions([], mesh(['/a'], networking('Sidecar', 'shop/s', { egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })));
    expect(run(at('new'), '--not-granted', write('deny.json', { version: 1, deny: [deny] })).code).toBe(1);
  });
  test('what nobody may reach from outside', () => {
    versions([], mesh(['/a']));
    expect(run(at('new'), '--not-public', 'pay/api')).toMatchObject({ code: 0, out: 'reachable from outside: none' });
    expect(run(at('new'), '--not-public', '*')).toMatchObject({ code: 1, out: expect.stringContaining('! outside → legacy/batch:8080: anything (ALLOW)') });
  });
  test('what is reached through a gateway', () => {
    versions([], [...world(), networking('Gateway', 'pay/g', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['pay.org'] }] }),
      peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } }),
      networking('VirtualService', 'pay/v', { hosts: ['pay.org'], gateways: ['pay/g'], http: [{ match: [{ uri: { prefix: '/a' } }], route: [{ destination: { host: 'api.pay.svc.cluster.local' } }] }] })]);
    expect(run(at('new'), '--not-public', 'pay/*')).toMatchObject({ code: 1, out: expect.stringMatching(/! the internet through gateway .* → pay\/api:8080: HTTP \/a\* \(ALLOW\)\n {4}such as GET \/a.* of someone on the internet for host pay\.org/) });
    expect(run(at('new'), '--not-public', 'shop/web').code).toBe(0);
  });
  test('are asked besides the difference', () => {
    const both = versions(mesh(['/a']), mesh(['/a']));
    expect(run(...both, '--not-public', 'pay/api')).toMatchObject({ code: 0, out: 'There is no new access.\n\nreachable from outside: none' });
    expect(JSON.parse(run(...both, '--not-public', 'pay/api', '--format', 'json').out)).toMatchObject({ newAccess: false, reachableFromOutside: [] });
  });
});

describe('bad input is said in a sentence, with exit code 2', () => {
  const both = (): string[] => [...versions(mesh(['/a']), mesh(['/a']))];
  const allow = (content: unknown): string[] => [...both(), '--allow', write('allow.yaml', typeof content === 'string' ? content : stringify(content))];
  test.each<[string, () => string[], RegExp]>([
    ['no folders', () => [], /diff needs two folders/],
    ['one folder', () => [at('new')], /diff needs two folders/],
    ['three folders', () => [...both(), at('new')], /compares two folders/],
    ['a folder that is not there', () => [at('old'), at('no')], /no: there is no such file or folder/],
    ['a newer version without manifests, which is a mistaken path', () => [at('old'), at('new')], /new: there are no manifests/],
    ['an option that is none', () => [...both(), '--alow', 'x'], /alow/],
    ['a format that is none', () => [...both(), '--format', 'xml'], /--format must be text, json or markdown/],
    ['an allow file that is not there', () => [...both(), '--allow', at('no')], /no: there is no such file/],
    ['an allow file that is no YAML', () => allow('a: [\n'), /allow\.yaml:\d+: this is not YAML/],
    ['an allow file that is empty', () => allow(''), /there must be one document/],
    ['an allow file of another version', () => allow({ version: 2, allow: [] }), /"version" must be 1, not 2/],
    ['an allow file with another key', () => allow({ version: 1, allow: [], deny: [] }), /nobody knows deny/],
    ['an allow file without list', () => allow({ version: 1 }), /"allow" must be a list/],
    ['an entry that is none', () => allow({ version: 1, allow: [{ ...ENTRY, port: 'http' }] }), /entry 0: port must be a container port/],
    ['allow without the older version', () => [at('new'), '--not-public', '*', '--allow', write('a', {})], /--allow is for new access/],
    ['a question about a workload that is not there', () => [...both(), '--not-public', 'pay/apo'], /pay\/apo means no workload/],
    ['access of a workload that is not there', () => [...both(), '--not-granted', write('d.json', { version: 1, deny: [{ ...ENTRY, client: 'shop/wob' }] })], /there is no workload shop\/wob/],
  ])('%s', (_, args, message) => {
    const { code, out, error } = run(...args());
    expect(error).toMatch(message);
    expect(error).not.toMatch(/\n\s+at /);
    expect([code, out]).toEqual([2, '']);
  });
});
