import { call, commented, create, imported, invoke, member, SourceFile } from '../../src/source-code';

/** One of everything that can be written. */
export function everything(): string {
  const file = new SourceFile();
  file.comment('Made of everything.');
  const app = file.declare('app', create(imported('cdk8s', 'App')));
  const odd = {
    'a': ["it's", '"', '\'"', '\\', '\u2028', '名', '`${x}`', '\ud800'],
    'class': true,
    'a-b': { 8080: 1, 443: 'x' },
    'b': { '8080': 1, 'a.b': null },
    'c': { __proto__x: 1, default: 2 },
    'd': [[{ e: [] }], [{}], 'x'.repeat(200)],
    'e': 'line\n'.repeat(60),
    'f': [commented('Why.', 1), 2],
    'g': Array.from({ length: 60 }, (_, i) => `a longer word ${i}`),
  };
  const chart = file.declare('class', create(imported('cdk8s', 'Chart'), app, 'chart'), 'A word of the language.');
  file.blank();
  file.add(create(imported('cdk8s', 'ApiObject'), chart, 'odd', { apiVersion: 'example.com/v1', kind: 'Odd', metadata: { name: 'odd' }, spec: odd }));
  file.add(invoke(imported('cdk8s-plus-27', 'Volume'), 'fromEmptyDir', chart, 'x', 'x'));
  file.add(create(imported('cdk8s-istio/imports/networking.istio.io', 'Sidecar'), chart, 'one', { metadata: {}, spec: {} }));
  file.add(create(imported('cdk8s-istio', 'SecureNamespace'), app, 'shop', { labels: { a: 'x'.repeat(80), b: 'y'.repeat(80) } }));
  file.add(call(member(imported('cdk8s-istio', 'HttpCall'), 'get'), commented('Seen.', '/a'), '/b'));
  file.add(invoke(app, 'synth'));
  return file.toString();
}
