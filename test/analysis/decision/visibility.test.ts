import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { namedService } from '../../../src/analysis/decision/named-host';
import { isEndpoint } from '../../../src/analysis/decision/services';
import { isUnknown } from '../../../src/analysis/decision/tri';
import { exportedTo } from '../../../src/analysis/decision/visibility';
import type { Element, MeshModel } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import { networking, service, workload, world } from '../world';

const modelOf = (...objects: readonly unknown[]): MeshModel => buildModel(objects.map(object => ({ object })));

describe('what an object is exported to', () => {
  const element = { namespace: 'pay' } as Element;
  test.each<[readonly string[] | undefined, readonly string[], string, boolean]>([
    [undefined, ['*'], 'shop', true], [undefined, ['.'], 'shop', false], [undefined, ['.'], 'pay', true], [[], ['*'], 'shop', true], [[], ['.'], 'shop', false],
    [['*'], ['.'], 'shop', true], [['.'], ['*'], 'shop', false], [['.'], ['*'], 'pay', true], [['shop'], ['*'], 'shop', true], [['shop'], ['*'], 'pay', false],
    [['x', 'shop'], ['*'], 'shop', true], [['~'], ['*'], 'pay', false], [['~', 'shop'], ['*'], 'shop', false], [['~', '*'], ['.'], 'shop', true], [['~', '.'], ['*'], 'pay', false],
  ])('%j, by default %j, to %s: %s', (exportTo, fallback, namespace, expected) => expect(exportedTo(element, exportTo, fallback, namespace)).toBe(expected));
});

describe('a workload by its name', () => {
  test('of several kinds the one that runs longest is meant', () => {
    const kinds = ['Job', 'Deployment', 'CronJob', 'StatefulSet', 'DaemonSet'] as const;
    const model = modelOf(...kinds.map(kind => kind === 'CronJob'
      ? { apiVersion: 'batch/v1', kind, metadata: { namespace: 'pay', name: 'x' }, spec: { jobTemplate: { spec: { template: { spec: { containers: [] } } } } } }
      : { ...workload('pay/x', { kind }), apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1' }));
    expect(findWorkload(model, 'pay', 'x')).toMatchObject({ kind: 'Deployment' });
    expect(findWorkload(modelOf(...['Job', 'StatefulSet'].map(kind => ({ ...workload('pay/x', { kind }), apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1' }))), 'pay', 'x')).toMatchObject({ kind: 'StatefulSet' });
  });
  test('is of its namespace, and else unknown', () => {
    const model = modelOf(workload('pay/x'));
    expect(findWorkload(model, 'pay', 'x')).toMatchObject({ namespace: 'pay', name: 'x' });
    expect(isUnknown(findWorkload(model, 'shop', 'x'))).toBe(true);
    expect(isUnknown(findWorkload(model, 'pay', 'y'))).toBe(true);
  });
  test('that cannot be read is unknown', () => expect(isUnknown(findWorkload(modelOf(workload('pay/x', { labels: { a: 5 } })), 'pay', 'x'))).toBe(true));
});

describe('a host', () => {
  const entry = (at: string, hosts: readonly string[], more = {}): object => networking('ServiceEntry', at, { hosts, ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], ...more });
  const model = modelOf(...world(), service('shop/api'), service('pay/plain', undefined, { clusterIP: '10.9.9.9' }),
    entry('shop/x', ['x.org', '*.wild.org']), entry('pay/x', ['x.org']), entry('pay/y', ['y.org']));

  test.each<[string, string, string | undefined]>([
    ['shop', 'api', 'shop/api'], ['pay', 'api', 'pay/api'], ['legacy', 'api', undefined], ['shop', 'api.pay', 'pay/api'], ['shop', 'api.pay.svc', 'pay/api'], ['shop', 'api.pay.svc.cluster.local', 'pay/api'],
    ['shop', 'API.pay:80', 'pay/api'], ['shop', 'api.pay.svc.cluster.local.', 'pay/api'], ['shop', 'api.pay.x', undefined], ['shop', 'api.pay.svc.cluster', undefined], ['shop', 'api.nowhere', undefined],
    ['shop', '10.9.9.9', 'pay/plain'], ['shop', '10.9.9.9:80', 'pay/plain'], ['shop', '10.9.9.8', undefined],
    ['shop', 'x.org', 'shop/x'], ['pay', 'x.org', 'pay/x'], ['shop', 'y.org', 'pay/y'], ['shop', 'a.wild.org', 'shop/x'], ['shop', 'wild.org', undefined], ['shop', '', undefined],
  ])('in %s, %s means %s', (namespace, host, expected) => {
    const found = namedService(model, namespace, host);
    expect(found === undefined ? undefined : `${found.namespace}/${found.name}`).toBe(expected);
  });
});

describe('an endpoint of a Service', () => {
  const ends = (object: object, more: readonly object[] = [], at = 'pay/api'): string => {
    const model = modelOf(...world(), ...more, object);
    const [ns, name] = at.split('/');
    const pods = findWorkload(model, ns, name);
    const found = model.services.all.find(one => one.name === 'x');
    if (found === undefined || isUnknown(pods)) { throw new Error('no such thing'); }
    const answer = isEndpoint(found, found.ports[0], pods, 8080, false);
    return isUnknown(answer) ? 'unknown' : String(answer);
  };
  const port = [{ name: 'http', port: 80, targetPort: 8080 }];
  const plain = { ...service('pay/x', port), spec: { ports: port } };
  const entry = (spec: object): object => networking('ServiceEntry', 'pay/x', { hosts: ['x.org'], ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }], ...spec });
  const machine = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'pay', name: 'one', labels: { app: 'one' } }, spec: { containers: [] }, status: { podIP: '10.1.1.1' } };

  test('is what its selector finds in its namespace, at the port that is meant', () => {
    expect(ends(service('pay/x', port, { selector: { app: 'api' } }))).toBe('true');
    expect(ends(service('pay/x', port, { selector: { app: 'other' } }))).toBe('false');
    expect(ends(service('shop/x', port, { selector: { app: 'api' } }))).toBe('false');
    expect(ends(service('pay/x', [{ name: 'http', port: 80, targetPort: 9090 }], { selector: { app: 'api' } }))).toBe('false');
  });
  test('is not known without selector, and of a name for something else', () => {
    expect(ends(plain)).toBe('unknown');
    expect(ends({ ...service('pay/x', port), spec: { type: 'ExternalName', externalName: 'y', ports: port } })).toBe('unknown');
  });
  test('may be listed by its address', () => {
    const listed = (address: string, number = 8080): object => entry({ endpoints: [{ address }], ports: [{ number, name: 'http', protocol: 'HTTP' }], location: 'MESH_INTERNAL', resolution: 'STATIC' });
    expect(ends(listed('10.1.1.1'), [machine], 'pay/one')).toBe('true');
    expect(ends(listed('10.1.1.2'), [machine], 'pay/one')).toBe('false');
    expect(ends(listed('10.1.1.1', 80), [machine], 'pay/one')).toBe('false');
    expect(ends(listed('10.1.1.1'))).toBe('unknown');
  });
  test('is nothing inside of the mesh for a host outside', () => {
    expect(ends(entry({ location: 'MESH_EXTERNAL' }))).toBe('false');
    expect(ends(entry({ location: 'MESH_INTERNAL' }))).toBe('unknown');
  });
});
