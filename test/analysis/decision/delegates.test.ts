import { virtualServicesOf } from '../../../src/analysis/decision/delegates';
import type { HttpRoute } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import type { Json } from '../world';
import { networking } from '../world';

const to = { route: [{ destination: { host: 'api' } }] };

/** The rules of a root after a delegate has been put in its place. */
function merged(root: Json, inner: readonly Json[], more: Json = {}, options = {}): readonly HttpRoute[] {
  const manifests = [
    networking('VirtualService', 'pay/root', { hosts: ['api'], http: [{ delegate: { name: 'd', namespace: 'shop' }, ...root }] }),
    networking('VirtualService', 'shop/d', { http: inner.map(rule => ({ ...to, ...rule })), ...more }),
  ];
  return virtualServicesOf(buildModel(manifests.map(object => ({ object })), options)).filter(({ name }) => name === 'root').flatMap(({ http }) => http);
}
/** Whether a match of the delegate fits one of the root. */
const fits = (outer: Json, inner: Json): boolean => merged({ match: [outer] }, [{ match: [inner] }]).length > 0;

describe('a delegate\'s match', () => {
  test.each<[string, Json, Json, boolean]>([
    ['of the same path', { uri: { exact: '/a' } }, { uri: { exact: '/a' } }, true],
    ['of another path', { uri: { exact: '/a' } }, { uri: { exact: '/b' } }, false],
    ['of a path below', { uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }, true],
    ['of an exact path below', { uri: { prefix: '/a' } }, { uri: { exact: '/a/b' } }, true],
    ['of a path above', { uri: { prefix: '/a/b' } }, { uri: { prefix: '/a' } }, false],
    ['of a prefix within an exact path', { uri: { exact: '/a' } }, { uri: { prefix: '/a' } }, false],
    ['of any path', { uri: { exact: '/a' } }, {}, true],
    ['of a path within any', {}, { uri: { exact: '/a' } }, true],
    ['of an expression within any', {}, { uri: { regex: 'a' } }, true],
    ['of an expression within a path', { uri: { prefix: '/a' } }, { uri: { regex: '/a' } }, false],
    ['of the same expression', { uri: { regex: '/a' } }, { uri: { regex: '/a' } }, false],
    ['of presence', { uri: { prefix: '/' } }, { uri: {} }, false],
    ['within presence', { uri: {} }, { uri: { prefix: '/' } }, false],
    ['of another scheme', { scheme: { exact: 'http' } }, { scheme: { exact: 'https' } }, false],
    ['of another method', { method: { exact: 'GET' } }, { method: { exact: 'POST' } }, false],
    ['of another authority', { authority: { exact: 'a' } }, { authority: { exact: 'b' } }, false],
    ['of the same header', { headers: { a: { exact: '1' } } }, { headers: { a: { exact: '1' } } }, true],
    ['of another value of a header', { headers: { a: { exact: '1' } } }, { headers: { a: { exact: '2' } } }, false],
    ['of another header', { headers: { a: { exact: '1' } } }, { headers: { b: { exact: '2' } } }, true],
    ['without another value of a header', { withoutHeaders: { a: { exact: '1' } } }, { withoutHeaders: { a: { exact: '2' } } }, false],
    ['of another parameter\'s value', { queryParams: { a: { exact: '1' } } }, { queryParams: { a: { exact: '2' } } }, false],
    ['of the path in any case', { ignoreUriCase: true }, {}, false],
    ['of the same port', { port: 80 }, { port: 80 }, true],
    ['of another port', { port: 80 }, { port: 81 }, false],
    ['of any port', { port: 80 }, {}, true],
    ['of a port within any', {}, { port: 80 }, true],
    ['of the same namespace', { sourceNamespace: 'a' }, { sourceNamespace: 'a' }, true],
    ['of another namespace', { sourceNamespace: 'a' }, { sourceNamespace: 'b' }, false],
    ['of any namespace', { sourceNamespace: 'a' }, {}, false],
    ['of a namespace within any', {}, { sourceNamespace: 'a' }, true],
    ['of the same label', { sourceLabels: { a: '1' } }, { sourceLabels: { a: '1' } }, true],
    ['of another value of a label', { sourceLabels: { a: '1' } }, { sourceLabels: { a: '2' } }, false],
    ['of another label', { sourceLabels: { a: '1' } }, { sourceLabels: { b: '2' } }, true],
    ['of a gateway of the root\'s', { gateways: ['x/a', 'x/b'] }, { gateways: ['x/b'] }, true],
    ['of another gateway', { gateways: ['x/a'] }, { gateways: ['x/a', 'x/b'] }, false],
    ['of a gateway within any', {}, { gateways: ['a'] }, true],
  ])('%s', (_, outer, inner, expected) => expect(fits(outer, inner)).toBe(expected));
});

describe('rules of a delegate', () => {
  test('narrow each match that they fit, and ask for both', () => {
    const [rule] = merged(
      { match: [{ uri: { prefix: '/a' }, headers: { x: { exact: '1' } }, sourceLabels: { a: '1' } }, { uri: { prefix: '/b' } }] },
      [{ match: [{ uri: { exact: '/a/c' }, headers: { y: { exact: '2' } }, sourceLabels: { b: '2' }, port: 80 }] }],
    );
    expect(rule.matches).toHaveLength(1);
    expect(rule.matches[0]).toMatchObject({ uri: { form: 'exact', value: '/a/c' }, port: 80 });
    expect(rule.matches[0].headers.map(([name]) => name)).toEqual(['x', 'y']);
    expect([...rule.matches[0].sourceLabels.keys()]).toEqual(['a', 'b']);
    expect(rule.path).toBe('http[0] > shop/d http[0]');
  });
  test('are within every match of the root that they fit', () => {
    const [rule] = merged({ match: [{ method: { exact: 'GET' } }, { method: { exact: 'POST' } }] }, [{ match: [{ uri: { exact: '/a' } }] }]);
    expect(rule.matches.map(({ method }) => method)).toEqual([{ form: 'exact', value: 'GET' }, { form: 'exact', value: 'POST' }]);
  });
  test('are left out as soon as one of their matches fits none', () => {
    const root = { match: [{ uri: { prefix: '/a' } }] };
    expect(merged(root, [{ match: [{ uri: { prefix: '/a/b' } }, { uri: { prefix: '/c' } }] }, {}]).map(rule => rule.path)).toEqual(['http[0] > shop/d http[1]']);
  });
  test('without matches have the root\'s, and the other way round', () => {
    expect(merged({ match: [{ port: 80 }] }, [{}])[0].matches.map(({ port }) => port)).toEqual([80]);
    expect(merged({}, [{ match: [{ port: 81 }] }])[0].matches.map(({ port }) => port)).toEqual([81]);
    expect(merged({}, [{}])[0].matches).toEqual([]);
  });
  test('keep the root\'s gateways, unless they name some', () => {
    expect(merged({ match: [{ gateways: ['mesh'] }] }, [{ match: [{ port: 80 }] }])[0].matches[0].gateways).toEqual(['mesh']);
    expect(merged({ match: [{ gateways: ['mesh', 'x'] }] }, [{ match: [{ gateways: ['mesh'] }] }])[0].matches[0].gateways).toEqual(['mesh']);
  });
  test('leave open what is the root\'s: headers, copies, rewrites', () => {
    const root = { headers: { request: { set: { a: '1' } } }, mirror: { host: 'copy' }, rewrite: { uri: '/x' } };
    const [open] = merged(root, [{}]);
    expect([[...open.headers.set], open.mirrors.length, open.rewrite]).toEqual([[['a', '1']], 1, { uri: '/x' }]);
    expect(open).not.toHaveProperty('delegate');
    expect(open.destinations).toHaveLength(1);
    for (const request of [{ set: { b: '2' } }, { add: { b: '2' } }, { remove: ['b'] }]) {
      const [own] = merged(root, [{ headers: { request }, mirrors: [{ destination: { host: 'x' } }, { destination: { host: 'y' } }], rewrite: { uri: '/y' } }]);
      expect([own.headers.set.get('a'), own.mirrors.length, own.rewrite]).toEqual([undefined, 2, { uri: '/y' }]);
    }
  });
  test('are nobody\'s where the delegate has hosts, is not exported or is not there', () => {
    expect(merged({}, [{}], { hosts: ['x'] })).toEqual([]);
    expect(merged({}, [{}], { exportTo: ['.'] })).toEqual([]);
    expect(merged({}, [{}], { exportTo: ['pay'] })).toHaveLength(1);
    expect(merged({ delegate: { name: 'e', namespace: 'shop' } }, [{}])).toEqual([]);
    expect(merged({ delegate: { name: 'd' } }, [{}])).toEqual([]);
    expect(merged({}, [{}], {}, { meshConfig: { virtualServiceExportTo: ['.'] } })).toEqual([]);
  });
  test('that cannot be read are a problem of the root', () => {
    const manifests = [
      networking('VirtualService', 'pay/root', { hosts: ['api'], http: [to, { delegate: { name: 'd' } }] }),
      networking('VirtualService', 'pay/d', { http: [{ ...to, match: 'x' }] }),
    ];
    const [root] = virtualServicesOf(buildModel(manifests.map(object => ({ object })))).filter(({ name }) => name === 'root');
    expect(root.problems).toHaveLength(1);
    expect(root.http.map(rule => rule.path)).toContain('http[0]');
  });
});
