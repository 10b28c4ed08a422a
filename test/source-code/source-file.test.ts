import { call, code, commented, create, imported, invoke, member, SourceFile, variable } from '../../src/source-code';

const workload = imported('cdk8s-istio', 'LeastPrivilegeWorkload');

function app(): { readonly file: SourceFile; readonly shop: ReturnType<SourceFile['declare']> } {
  const file = new SourceFile();
  const root = file.declare('app', create(imported('cdk8s', 'App')));
  const shop = file.declare('shop', create(imported('cdk8s-istio', 'SecureNamespace'), root, 'shop'));
  return { file, shop };
}

test('a definition of an app reads as a person would write it', () => {
  const { file, shop } = app();
  file.blank();
  const details = file.declare('details', create(workload, shop, 'details', { image: 'example/details:1', port: 9080 }));
  const env = { 'LOG_LEVEL': 'info', 'a.b': "it's" };
  const props = { image: 'example/page:1', env, port: 9080 };
  const productpage = file.declare('product-page', create(workload, shop, 'product-page', props), 'The page that shows it all.');
  file.blank();
  file.add(invoke(member(productpage, 'calls'), 'to', details, invoke(imported('cdk8s-istio', 'HttpCall'), 'get', '/details/*')));
  expect(file.toString()).toBe(`import { App } from 'cdk8s';
import { HttpCall, LeastPrivilegeWorkload, SecureNamespace } from 'cdk8s-istio';

const app = new App();
const shop = new SecureNamespace(app, 'shop');

const details = new LeastPrivilegeWorkload(shop, 'details', { image: 'example/details:1', port: 9080 });
// The page that shows it all.
const productPage = new LeastPrivilegeWorkload(shop, 'product-page', {
  image: 'example/page:1',
  env: { 'LOG_LEVEL': 'info', 'a.b': "it's" },
  port: 9080,
});

productPage.calls.to(details, HttpCall.get('/details/*'));
`);
});

test('a constant that nothing needs is none', () => {
  const { file, shop } = app();
  file.declare('web', create(workload, shop, 'web', { image: 'example/web:1' }));
  expect(file.toString()).toContain("\nnew LeastPrivilegeWorkload(shop, 'web', { image: 'example/web:1' });\n");
});

test('constants of one name get numbers, and never the name of an import or a word of the language', () => {
  const file = new SourceFile();
  const wanted = ['reviews', 'Reviews', 'reviews v1', 'reviews-v1', 'class', '1st', '名', 'URL', 'k8s', 'constructor'];
  const declared = wanted.map(name => file.declare(name, create(imported('cdk8s-plus-27', 'k8s'), name)));
  file.add(call(imported('example', 'all'), declared));
  const names = [...file.toString().matchAll(/^const (\S+) =/gm)].map(([, name]) => name);
  expect(names).toEqual(['reviews', 'reviews2', 'reviewsV1', 'reviewsV1_2', 'class_', '_1st', 'unnamed', 'url', 'k8s2', 'constructor_']);
});

test('what two modules export under one name gets a name of its own', () => {
  const file = new SourceFile();
  file.add(create(imported('cdk8s-istio/imports/networking.istio.io', 'Gateway'), 1));
  file.add(create(imported('cdk8s-istio/imports/gateway.networking.k8s.io', 'Gateway'), 2));
  expect(file.toString()).toBe(`import { Gateway } from 'cdk8s-istio/imports/gateway.networking.k8s.io';
import { Gateway as Gateway2 } from 'cdk8s-istio/imports/networking.istio.io';

new Gateway2(1);
new Gateway(2);
`);
});

test('what does not fit on a line is broken, the last argument opening on the line of the call', () => {
  const { file, shop } = app();
  file.add(create(workload, shop, 'web', {
    image: 'registry.example.com/some/very/long/path/to/an/image:with-a-tag', ports: Array.from({ length: 12 }, (_, i) => 8080 + i), name: 'web', version: 'v1', replicas: 3,
  }));
  expect(file.toString().split('\n').slice(5).join('\n')).toBe(`new LeastPrivilegeWorkload(shop, 'web', {
  image: 'registry.example.com/some/very/long/path/to/an/image:with-a-tag',
  ports: [8080, 8081, 8082, 8083, 8084, 8085, 8086, 8087, 8088, 8089, 8090, 8091],
  name: 'web',
  version: 'v1',
  replicas: 3,
});
`);
});

test('what is nested deeply is broken, although it would fit', () => {
  const file = new SourceFile();
  file.add(call(imported('example', 'f'), { spec: { ports: [{ port: 1 }], selector: { app: 'web' } } }));
  expect(file.toString()).toContain(`f({
  spec: { ports: [{ port: 1 }], selector: { app: 'web' } },
});`);
});

test('an argument, an entry and an item may have a comment before them', () => {
  const file = new SourceFile();
  file.add(call(imported('example', 'f'), commented('Seen 3 times.', '/a/{*}'), '/b', { c: commented('Why.', 1), d: [commented('First.', 2)] }));
  expect(file.toString()).toContain(`f(
  // Seen 3 times.
  '/a/{*}',
  '/b',
  {
    // Why.
    c: 1,
    d: [
      // First.
      2,
    ],
  },
);`);
});

test('comments are broken between words, and nothing in them becomes code', () => {
  const file = new SourceFile();
  file.comment('Made of manifests.');
  file.blank();
  file.comment(`${'word '.repeat(40)}\n  $ cdk8s-istio diff a b\u2028process.exit(1)`);
  const lines = file.toString().trim().split('\n');
  expect(lines[0]).toBe('// Made of manifests.');
  expect(lines.filter(line => line !== '').every(line => line.startsWith('//') && line.length <= 150)).toBe(true);
  expect(lines).toContain('//   $ cdk8s-istio diff a b');
  expect(lines).toContain('// process.exit(1)');
});

test('text of several lines is written line by line', () => {
  const file = new SourceFile();
  file.add(call(imported('example', 'f'), { data: { 'nginx.conf': `server {\n${'  listen 80;\n'.repeat(12)}}\n` } }));
  expect(file.toString()).toContain(`    'nginx.conf': [
      'server {',
      '  listen 80;',`);
  expect(file.toString()).toContain("      '}',\n      '',\n    ].join('\\n'),");
});

test('what has no literal, and what is not declared, is a mistake of the programmer', () => {
  expect(() => code(NaN)).toThrow('NaN has no literal');
  expect(() => code((() => 1) as never)).toThrow('a function has no literal');
  const file = new SourceFile();
  file.add(call(imported('example', 'f'), variable('nowhere')));
  expect(() => file.toString()).toThrow("'nowhere' is used and not declared");
});

test('a file without anything is empty', () => {
  expect(new SourceFile().toString()).toBe('\n');
});
