import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './_run';
import { authorization, peerAuthentication, world } from '../analysis/world';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'access-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const question = ['--from', 'shop/web', '--to', 'pay/api', '--port', '8080', '--method', 'GET'];

describe('access', () => {
  test('answers one question in words', () => {
    write('world.json', world(authorization('pay/p', { rules: [{ to: [{ operation: { paths: ['/a'] } }] }] })));
    expect(run('access', folder, ...question, '--path', '/a')).toMatchObject({ code: 0, out: expect.stringMatching(/^ALLOW: AuthorizationPolicy pay\/p allows it/) });
    const denied = run('access', folder, ...question, '--path', '/b');
    expect(denied).toMatchObject({ code: 0, error: '' });
    expect(denied.out).toContain('DENY: ');
    expect(denied.out).toContain('the caller sees: 403');
    expect(denied.out).toContain('world.json:1');
  });
  test('names the line of a YAML document', () => {
    write('world.json', world());
    write('p.yaml', '# a comment\n---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: p\n  namespace: pay\nspec: {}\n');
    expect(run('access', folder, ...question).out).toContain('p.yaml:3');
  });
  test('names the line of an object in a list', () => {
    write('world.json', world());
    const policy = (name: string, ns: string): string => `- apiVersion: security.istio.io/v1\n  kind: AuthorizationPolicy\n  metadata: {name: ${name}, namespace: ${ns}}\n`;
    write('p.yaml', `apiVersion: v1\nkind: List\nitems:\n${policy('q', 'shop')}${policy('p', 'pay')}`);
    expect(run('access', folder, ...question).out).toContain('p.yaml:7');
    write('p.yaml', 'apiVersion: v1\nkind: List\nitems:\n- kind: A\n- metadata: {name: a}\n');
    expect(run('access', folder, ...question)).toMatchObject({ code: 2, error: expect.stringContaining('p.yaml:5: this object has no kind') });
  });
  test('understands every kind of caller', () => {
    write('world.json', world());
    for (const from of ['legacy/batch', 'outside', 'internet', 'principal:cluster.local/ns/a/sa/b']) {
      expect(run('access', folder, '--from', from, '--to', 'pay/api', '--port', '8080', '--method', 'GET').code).toBe(0);
    }
  });
  test('takes headers, host, address and claims', () => {
    write('world.json', world(authorization('pay/p', { rules: [{ from: [{ source: { ipBlocks: ['1.2.3.4'] } }], when: [{ key: 'request.headers[x-a]', values: ['b: c'] }] }] })));
    expect(run('access', folder, ...question, '--header', 'X-A: b: c', '--address', '1.2.3.4', '--host', 'api.pay', '--claims', '{"iss":"i"}').out).toMatch(/^ALLOW/);
  });
  test('answers many as JSON', () => {
    write('world.json', world(authorization('pay/p', {})));
    const requests = write('requests', [
      { id: 'a', from: { namespace: 'shop', workload: 'web' }, to: { namespace: 'pay', workload: 'api' }, port: 8080, method: 'GET', path: '/' },
      { id: 2, from: { outside: true, address: '1.2.3.4' }, to: { namespace: 'legacy', workload: 'batch' }, port: 8080 },
    ]);
    const { code, out } = run('access', folder, '--requests', requests, '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { id: 'a', verdict: 'DENY', layer: 'authorizationPolicy', object: { kind: 'AuthorizationPolicy', namespace: 'pay', name: 'p' }, sees: '403', layers: expect.any(Array) },
      { id: 2, verdict: 'ALLOW', object: null, reason: expect.any(String) },
    ]);
  });
  test('warns of fields that nothing reads, for the question may be another than was meant', () => {
    write('world.json', world());
    const requests = write('requests', [{ from: { outside: true, adress: '1.2.3.4' }, to: { namespace: 'pay', workload: 'api' }, port: 8080, verb: 'GET' }]);
    const { code, error } = run('access', folder, '--requests', requests);
    expect(code).toBe(0);
    expect(error).toContain('request 0: nothing reads the field verb');
    expect(error).toContain('request 0: nothing reads the field from.adress');
  });
  test('adds manifests of others', () => {
    const [first, ...rest] = world();
    mkdirSync(join(folder, 'mine'));
    mkdirSync(join(folder, 'theirs'));
    write('mine/w.json', rest);
    write('theirs/n.json', [first, authorization('istio-system/p', {})]);
    expect(run('access', join(folder, 'mine'), '--context', join(folder, 'theirs'), ...question).out).toMatch(/^DENY/);
  });
  test('says what it could not read', () => {
    write('world.json', world(authorization('pay/p', { rules: 'all' })));
    const { code, out, error } = run('access', folder, ...question);
    expect([code, out.slice(0, 7)]).toEqual([0, 'UNKNOWN']);
    expect(error).toContain('AuthorizationPolicy pay/p: spec: rules must be a list');
  });
});

describe('the table', () => {
  const allow = authorization('pay/p', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['8080'], paths: ['/a|b*'] } }] }] });

  test('is what is told without a question', () => {
    write('world.json', world(peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } }), allow));
    const { code, out, error } = run('access', folder);
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(/^shop\/web +pay\/api +8080 +HTTP \/a\|b\* +mutual TLS, AuthorizationPolicy$/m);
  });
  test('as JSON has rows for programs', () => {
    write('world.json', world(peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } }), allow));
    const { rows } = JSON.parse(run('access', folder, '--format', 'json').out) as { rows: unknown[] };
    expect(rows).toContainEqual({
      direction: 'inbound',
      clients: [{ kind: 'workload', text: 'shop/web', namespace: 'shop', name: 'web', principal: 'cluster.local/ns/shop/sa/web' }],
      callees: [{ kind: 'workload', text: 'pay/api', namespace: 'pay', name: 'api' }],
      ports: '8080',
      operations: [{ protocol: 'http', paths: '/a|b*' }],
      certain: true,
      boundaries: ['mutualTls', 'authorizationPolicy'],
      notes: [],
    });
  });
  test('as Markdown escapes what Markdown would take for its own', () => {
    write('world.json', world(peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } }), allow));
    expect(run('access', folder, '--format', 'markdown').out).toContain('| shop/web | pay/api | 8080 | HTTP /a\\|b\\* | mutual TLS<br>AuthorizationPolicy |  |');
  });
  test('says what could not be read', () => {
    write('world.json', world(authorization('pay/p', { rules: 'all' })));
    expect(run('access', folder).out).toContain('AuthorizationPolicy pay/p: spec: rules must be a list');
  });
  test('counts what others own', () => {
    mkdirSync(join(folder, 'mine'));
    mkdirSync(join(folder, 'theirs'));
    write('mine/w.json', world());
    write('theirs/n.json', [authorization('istio-system/p', {}), peerAuthentication('istio-system/p', { mtls: { mode: 'STRICT' } })]);
    expect(run('access', join(folder, 'mine')).out).toMatch(/^anyone +every workload +any +anything +nothing$/m);
    expect(run('access', join(folder, 'mine'), '--context', join(folder, 'theirs')).out).not.toMatch(/^any.* pay\/api +8080/m);
  });
});

describe('bad input is said in a sentence, with exit code 2', () => {
  const cases: readonly [string, () => string[], RegExp][] = [
    ['a folder that is not there', () => ['access', join(folder, 'no'), ...question], /no: there is no such file or folder/],
    ['YAML that is none', () => [write('bad.yaml', 'kind: A\n---\nkind: B\n  x: [1\n') && 'access', folder, ...question], /bad\.yaml:\d+: this is not YAML/],
    ['JSON that is none', () => [write('bad.json', '{\n\n"kind": }') && 'access', folder, ...question], /bad\.json:3: this is not JSON/],
    ['an object without kind', () => [write('a.yaml', 'kind: A\n---\nmetadata: {}\n') && 'access', folder, ...question], /a\.yaml:3: this object has no kind/],
    ['an object of a list without kind', () => [write('a.yaml', 'kind: List\nitems:\n  - metadata: {}\n') && 'access', folder, ...question], /a\.yaml:3: this object has no kind/],
    ['text', () => ['access', write('a.yaml', 'hello'), ...question], /a manifest must be an object, not a string/],
    ['a folder of nothing but text', () => [write('a.yaml', 'hello') && 'access', folder, ...question], /passed over[^]*there are no manifests/],
    ['a cyclic alias', () => [write('a.yaml', 'kind: A\na: &a [*a]\n') && 'access', folder, ...question], /alias .* leads back into itself/],
    ['an alias bomb', () => [write('a.yaml', `kind: A\na0: &a0 [x,x,x,x,x,x,x,x,x]\n${[1, 2, 3, 4, 5, 6, 7, 8].map(i => `a${i}: &a${i} [${Array(9).fill(`*a${i - 1}`).join()}]`).join('\n')}\n`) && 'access', folder, ...question], /a\.yaml:1: .*alias/],
    ['bytes that are no text', () => [(writeFileSync(join(folder, 'a.yaml'), Buffer.from([0xff, 0xfe, 0x00])), 'access'), folder, ...question], /not UTF-8/],
    ['deep nesting', () => [write('a.yaml', `kind: A\na: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`) && 'access', folder, ...question], /nested too deeply/],
    ['no manifests', () => ['access', ...question], /needs a folder/],
    ['a part of no question', () => ['access', folder, '--method', 'GET'], /needs either/],
    ['a table of a folder that is not there', () => ['access', join(folder, 'no')], /no: there is no such file or folder/],
    ['a table of nothing', () => [write('README.md', 'hello') && 'access', folder], /there are no manifests/],
    ['a table of empty files', () => [write('a.yaml', '# nothing') && 'access', folder], /there are no manifests/],
    ['a table in a format that is none', () => ['access', folder, '--format', 'toString'], /--format must be text, json or markdown, not toString/],
    ['an answer in Markdown', () => ['access', folder, ...question, '--format', 'markdown'], /--format must be text or json/],
    ['half a question', () => ['access', folder, '--from', 'a/b'], /needs --from, --to and --port/],
    ['an option that is none', () => ['access', folder, '--form', 'a/b'], /form/],
    ['a port that is none', () => ['access', folder, '--from', 'a/b', '--to', 'a/b', '--port', 'http'], /"port" must be/],
    ['a workload that is none', () => ['access', folder, '--from', 'a', '--to', 'a/b', '--port', '1'], /--from must be NAMESPACE\/WORKLOAD/],
    ['a header that is none', () => ['access', folder, ...question, '--header', 'x'], /--header must be/],
    ['claims that are none', () => ['access', folder, ...question, '--claims', '{'], /--claims must be/],
    ['a format that is none', () => ['access', folder, ...question, '--format', 'xml'], /--format must be/],
    ['requests that are not there', () => ['access', folder, '--requests', join(folder, 'no')], /no: there is no such file/],
    ['requests of which two have one id', () => ['access', folder, '--requests', write('r', [1, 2].map(() => ({ id: 'a', from: { outside: true }, to: { namespace: 'shop', workload: 'web' }, port: 1 })))], /request 1: there is another request with the id "a"/],
    ['a request whose id is none', () => ['access', folder, '--requests', write('r', [{ id: [1] }])], /request 0: "id" must be a string or a number/],
    ['an address that is none', () => ['access', folder, '--requests', write('r', [{ from: { outside: true, address: 'near' } }])], /request 0: "from.address" must be an IP address/],
    ['requests that are no array', () => ['access', folder, '--requests', write('r', {})], /must be a JSON array/],
    ['a request that is none', () => ['access', folder, '--requests', write('r', [{ from: {} }])], /request 0: "from" must have/],
    ['a command that is none', () => ['acess'], /there is no command acess/],
  ];
  test.each(cases)('%s', (_, args, message) => {
    const { code, out, error } = run(...args());
    expect(error).toMatch(message);
    expect(error).not.toMatch(/\n\s+at /);
    expect([code, out]).toEqual([2, '']);
  });

  test('a file of 50 MB', () => {
    truncateSync(write('big.yaml', ''), 50 * 1024 * 1024);
    expect(run('access', folder, ...question)).toMatchObject({ code: 2, error: expect.stringMatching(/50 MB is more/) });
  });
});

describe('folders', () => {
  test('may link to themselves', () => {
    write('world.json', world());
    symlinkSync(folder, join(folder, 'loop'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.yaml'));
    expect(run('access', folder, ...question).code).toBe(0);
  });
  test('may have files of other tools, empty ones and comments', () => {
    write('world.json', world());
    write('cdk8s.yaml', 'app: node main.js\n');
    write('.hidden.yaml', 'a: 1\n');
    write('README.md', '# hello');
    write('empty.yaml', '');
    write('comment.yaml', '# nothing\n---\n---\n');
    expect(run('access', folder, ...question)).toMatchObject({ code: 0, error: '' });
  });
});

test('help is given where it is asked for', () => {
  expect(run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('access') });
  expect(run('access', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--from WHO') });
  expect(run().code).toBe(2);
});
