import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { inboundChain, namespaceMode, peerMode } from '../../../src/analysis/decision/inbound';
import { hasSidecar, interceptsInbound, interceptsOutbound, isAmbient } from '../../../src/analysis/decision/proxies';
import { Scope, scopeOf, sidecarOf } from '../../../src/analysis/decision/sidecar-scope';
import type { Tri } from '../../../src/analysis/decision/tri';
import { isUnknown, Unknown } from '../../../src/analysis/decision/tri';
import type { MeshModel, Workload } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import type { Json, PodOptions } from '../world';
import { namespace, networking, peerAuthentication, service, workload, world } from '../world';

const TRAFFIC = 'traffic.sidecar.istio.io/';
const said = (answer: Tri): string => isUnknown(answer) ? 'unknown' : String(answer);

function scene(more: readonly Json[], name = 'pay/api'): readonly [model: MeshModel, workload: Workload] {
  const named = ({ kind, metadata }: Json): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  const names = more.map(named);
  const model = buildModel([...world().filter(one => !names.includes(named(one))), ...more].map(object => ({ object })));
  const [ns, workloadName] = name.split('/');
  const found = findWorkload(model, ns, workloadName);
  if (isUnknown(found)) { throw new Error(found.cause); }
  return [model, found];
}

describe('whether a pod has a sidecar', () => {
  test.each<[string, string, PodOptions, readonly Json[], string]>([
    ['in an injected namespace', 'pay/x', {}, [], 'true'], ['in one that is not', 'legacy/x', {}, [], 'false'], ['in one that nobody knows', 'lab/x', {}, [], 'unknown'],
    ['by the label', 'pay/x', { labels: { 'sidecar.istio.io/inject': 'false' } }, [], 'false'], ['by the annotation', 'pay/x', { annotations: { 'sidecar.istio.io/inject': 'false' } }, [], 'false'],
    ['by an empty label', 'pay/x', { labels: { 'sidecar.istio.io/inject': '' } }, [], 'true'], ['by another word for yes', 'pay/x', { labels: { 'sidecar.istio.io/inject': 'Yes' } }, [], 'true'],
    ['by a word that is none', 'pay/x', { labels: { 'sidecar.istio.io/inject': 'truely' } }, [], 'false'],
    ['by the label where the namespace says nothing', 'istio-system/x', { labels: { 'sidecar.istio.io/inject': 'true' } }, [], 'true'],
    ['by a revision where the namespace says nothing', 'istio-system/x', { labels: { 'istio.io/rev': 'r' } }, [], 'true'],
    ['by a revision where nobody knows the namespace', 'lab/x', { labels: { 'istio.io/rev': 'r' } }, [], 'true'],
    ['by the label where the namespace says no', 'off/x', { labels: { 'sidecar.istio.io/inject': 'true' } }, [namespace('off', { 'istio-injection': 'disabled' })], 'false'],
    ['by the annotation where the namespace says nothing', 'istio-system/x', { annotations: { 'sidecar.istio.io/inject': 'true' } }, [], 'false'],
    ['in a namespace of Kubernetes', 'kube-system/x', {}, [namespace('kube-system')], 'false'], ['on the node\'s network', 'pay/x', { spec: { hostNetwork: true } }, [], 'false'],
    ['by a template for sidecars', 'pay/x', { annotations: { 'inject.istio.io/templates': 'mine, sidecar' } }, [], 'true'], ['by another template', 'pay/x', { annotations: { 'inject.istio.io/templates': 'sidecar2' } }, [], 'unknown'],
  ])('%s', (_, at, options, more, expected) => {
    const [model, pods] = scene([workload(at, options), ...more], at);
    expect(said(hasSidecar(model, pods))).toBe(expected);
  });
});

describe('whether a pod is in ambient mode', () => {
  const labels = { 'istio.io/dataplane-mode': 'ambient' };
  test.each<[string, PodOptions, Json, boolean]>([
    ['by its namespace', {}, labels, true], ['by its own label', { labels }, {}, true], ['not by its own label', { labels: { 'istio.io/dataplane-mode': 'none' } }, labels, false],
    ['not on the node\'s network', { spec: { hostNetwork: true } }, labels, false], ['not by itself', {}, {}, false], ['not by another mode', {}, { 'istio.io/dataplane-mode': 'none' }, false],
  ])('%s', (_, options, on, expected) => {
    const [model, pods] = scene([namespace('lab', on), workload('lab/x', options)], 'lab/x');
    expect(isAmbient(model, pods)).toBe(expected);
  });
  test('not in a namespace that nobody knows', () => expect(isAmbient(...scene([workload('lab/x')], 'lab/x'))).toBe(false));
});

describe('what the sidecar gets of what comes in', () => {
  const inbound = (annotations: Json, port = 8080): readonly [string, string | undefined] => {
    const { intercepted, annotation } = interceptsInbound(scene([workload('pay/x', { annotations })], 'pay/x')[1], port);
    return [said(intercepted), annotation];
  };
  test.each<[Json, number, string, string | undefined]>([
    [{}, 8080, 'true', undefined], [{}, 15020, 'false', undefined], [{}, 15021, 'false', undefined], [{}, 15090, 'false', undefined], [{}, 15001, 'true', undefined],
    [{ [`${TRAFFIC}includeInboundPorts`]: ' * ' }, 8080, 'true', undefined], [{ [`${TRAFFIC}includeInboundPorts`]: '80, 8080' }, 8080, 'true', undefined],
    [{ [`${TRAFFIC}includeInboundPorts`]: '80,*' }, 8080, 'true', undefined],
    [{ [`${TRAFFIC}includeInboundPorts`]: '80' }, 8080, 'false', `${TRAFFIC}includeInboundPorts`], [{ [`${TRAFFIC}includeInboundPorts`]: '' }, 8080, 'false', `${TRAFFIC}includeInboundPorts`],
    [{ [`${TRAFFIC}includeInboundPorts`]: 'http' }, 8080, 'unknown', `${TRAFFIC}includeInboundPorts`],
    [{ [`${TRAFFIC}includeInboundPorts`]: '8080', [`${TRAFFIC}excludeInboundPorts`]: '8080' }, 8080, 'true', undefined],
    [{ [`${TRAFFIC}includeInboundPorts`]: '*', [`${TRAFFIC}excludeInboundPorts`]: '8080' }, 8080, 'false', `${TRAFFIC}excludeInboundPorts`],
    [{ [`${TRAFFIC}excludeInboundPorts`]: '80, 8080' }, 8080, 'false', `${TRAFFIC}excludeInboundPorts`], [{ [`${TRAFFIC}excludeInboundPorts`]: '80' }, 8080, 'true', undefined],
    [{ [`${TRAFFIC}excludeInboundPorts`]: 'x8080' }, 8080, 'unknown', `${TRAFFIC}excludeInboundPorts`], [{ [`${TRAFFIC}excludeInboundPorts`]: '8080x' }, 8080, 'unknown', `${TRAFFIC}excludeInboundPorts`],
    [{ 'sidecar.istio.io/interceptionMode': 'NONE' }, 8080, 'unknown', 'sidecar.istio.io/interceptionMode'], [{ 'sidecar.istio.io/interceptionMode': 'TPROXY' }, 8080, 'true', undefined],
  ])('%j at %s: %s', (annotations, port, expected, annotation) => expect(inbound(annotations, port)).toEqual([expected, annotation]));
});

describe('what the sidecar gets of what goes out', () => {
  const outbound = (annotations: Json, address: string | Unknown, port = 80): readonly [string, string | undefined] => {
    const { intercepted, annotation } = interceptsOutbound(scene([workload('pay/x', { annotations })], 'pay/x')[1], port, address);
    return [said(intercepted), annotation];
  };
  const [ports, ranges, include, only] = ['excludeOutboundPorts', 'excludeOutboundIPRanges', 'includeOutboundPorts', 'includeOutboundIPRanges'].map(name => TRAFFIC + name);
  const somewhere = new Unknown('?');
  test.each<[Json, string | Unknown, string, string | undefined]>([
    [{}, '10.0.0.1', 'true', undefined], [{}, somewhere, 'true', undefined],
    [{ [ports]: '443, 80' }, '10.0.0.1', 'false', ports], [{ [ports]: '443' }, '10.0.0.1', 'true', undefined], [{ [ports]: 'x' }, '10.0.0.1', 'unknown', ports],
    [{ [ranges]: '1.1.1.1, 10.0.0.0/8' }, '10.0.0.1', 'false', ranges], [{ [ranges]: '11.0.0.0/8' }, '10.0.0.1', 'true', undefined], [{ [ranges]: '10.0.0.0/8' }, somewhere, 'unknown', ranges], [{ [ranges]: '*' }, somewhere, 'false', ranges],
    [{ [only]: '*' }, somewhere, 'true', undefined], [{ [only]: ' * ' }, somewhere, 'true', undefined], [{ [only]: '10.0.0.0/8' }, '10.0.0.1', 'true', undefined], [{ [only]: '11.0.0.0/8,*' }, '10.0.0.1', 'true', undefined],
    [{ [only]: '11.0.0.0/8' }, '10.0.0.1', 'false', only], [{ [only]: '' }, '10.0.0.1', 'false', only], [{ [only]: '11.0.0.0/8' }, somewhere, 'unknown', only],
    [{ [only]: '11.0.0.0/8', [include]: '80' }, '10.0.0.1', 'true', undefined], [{ [only]: '11.0.0.0/8', [include]: '81' }, '10.0.0.1', 'false', only], [{ [only]: '11.0.0.0/8', [include]: 'x' }, '10.0.0.1', 'unknown', only],
    [{ [ports]: '80', [include]: '80' }, '10.0.0.1', 'false', ports], [{ 'sidecar.istio.io/interceptionMode': 'NONE' }, '10.0.0.1', 'unknown', 'sidecar.istio.io/interceptionMode'],
  ])('%j to %s: %s', (annotations, address, expected, annotation) => expect(outbound(annotations, address)).toEqual([expected, annotation]));
});

describe('how a port of the callee is read', () => {
  const chain = (more: readonly Json[], port = 8080): any => {
    const { protocol, declaredBy, ownTls } = inboundChain(...scene(more), port);
    return [protocol, declaredBy?.name, ownTls];
  };
  const ports = (...list: readonly Json[]): Json => service('pay/api', list);
  test.each<[string, readonly Json[], number, any]>([
    ['as its Service says', [], 8080, ['http', 'api', false]], ['as its Service says of bytes', [], 3306, ['tcp', 'api', false]], ['into what it is, where nobody says', [], 9000, ['sniffed', undefined, false]],
    ['as the oldest Service says', [service('pay/a', [{ name: 'tcp', port: 1, targetPort: 8080 }], { selector: { app: 'api' } })], 8080, ['tcp', 'a', false]],
    ['as the first port says', [ports({ name: 'tcp', port: 1, targetPort: 8080 }, { name: 'http', port: 80, targetPort: 8080 })], 8080, ['tcp', 'api', false]],
    ['not as a port for UDP says', [ports({ name: 'udp', port: 1, targetPort: 8080, protocol: 'UDP' }, { name: 'http', port: 80, targetPort: 8080 })], 8080, ['http', 'api', false]],
    ['as the Sidecar says', [networking('Sidecar', 'pay/s', { ingress: [{ port: { number: 1, protocol: 'HTTP', name: 'h' } }, { port: { number: 8080, protocol: 'TCP', name: 't' } }] })], 8080, ['tcp', 's', false]],
    ['with its own TLS', [networking('Sidecar', 'pay/s', { ingress: [{ port: { number: 8080, protocol: 'HTTPS', name: 'h' }, tls: { mode: 'SIMPLE' } }] })], 8080, ['http', 's', true]],
    ['into what it is, where the Sidecar leaves it out', [networking('Sidecar', 'pay/s', { ingress: [{ port: { number: 1, protocol: 'HTTP', name: 'h' } }] })], 8080, ['sniffed', undefined, false]],
  ])('%s', (_, more, port, expected) => {
    const [protocol, by, ownTls] = chain(more, port);
    expect([by, ownTls]).toEqual(expected.slice(1));
    if (ownTls === false) { expect(protocol).toBe(expected[0]); }
  });
});

describe('the mode of mutual TLS', () => {
  const mesh = (value: string): Json => peerAuthentication('istio-system/m', { mtls: { mode: value } });
  const space = (value: string): Json => peerAuthentication('pay/n', { mtls: { mode: value } });
  const own = (spec: Json): Json => peerAuthentication('pay/w', { selector: { matchLabels: { app: 'api' } }, ...spec });
  test.each<[string, readonly Json[], any]>([
    ['PERMISSIVE by default', [], ['PERMISSIVE', undefined, undefined]], ['of the mesh', [mesh('STRICT')], ['STRICT', 'm', 'mtls']], ['of the namespace', [mesh('STRICT'), space('DISABLE')], ['DISABLE', 'n', 'mtls']],
    ['of the workload', [mesh('DISABLE'), space('DISABLE'), own({ mtls: { mode: 'STRICT' } })], ['STRICT', 'w', 'mtls']], ['of the port', [space('STRICT'), own({ portLevelMtls: { 8080: { mode: 'DISABLE' } } })], ['DISABLE', 'w', 'portLevelMtls.8080']],
    ['not of another port', [space('STRICT'), own({ portLevelMtls: { 80: { mode: 'DISABLE' } } })], ['STRICT', 'n', 'mtls']], ['not where it is UNSET', [space('STRICT'), own({ mtls: { mode: 'UNSET' }, portLevelMtls: { 8080: { mode: 'UNSET' } } })], ['STRICT', 'n', 'mtls']],
    ['not of another workload', [peerAuthentication('pay/w', { selector: { matchLabels: { app: 'db' } }, mtls: { mode: 'STRICT' } })], ['PERMISSIVE', undefined, undefined]],
    ['not of the root for some workloads', [peerAuthentication('istio-system/w', { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'STRICT' } })], ['PERMISSIVE', undefined, undefined]],
  ])('%s', (_, more, expected) => {
    const { mode, policy, rule } = peerMode(...scene(more), 8080);
    expect([mode, policy?.name, rule]).toEqual(expected);
  });
  test('in the root namespace, policies with a selector are for nobody', () => {
    const root = peerAuthentication('istio-system/w', { selector: { matchLabels: { app: 'x' } }, mtls: { mode: 'STRICT' } });
    expect(peerMode(...scene([workload('istio-system/x'), root], 'istio-system/x'), 8080).mode).toBe('PERMISSIVE');
    expect(peerMode(...scene([workload('istio-system/x'), mesh('STRICT')], 'istio-system/x'), 8080).mode).toBe('STRICT');
    expect(namespaceMode(scene([mesh('DISABLE')])[0], 'istio-system').mode).toBe('DISABLE');
  });
  test('of what cannot be read is told', () => {
    expect(peerMode(...scene([peerAuthentication('pay/n', { mtls: 'x' })]), 8080).broken?.name).toBe('n');
    expect(peerMode(...scene([]), 8080)).toStrictEqual({ mode: 'PERMISSIVE' });
  });
});

describe('what a Sidecar imports', () => {
  const host = 'api.pay.svc.cluster.local';
  const scoped = (egress: readonly Json[] | undefined, more: readonly Json[] = []): Scope => {
    const [model, web] = scene([...egress === undefined ? [] : [networking('Sidecar', 'shop/s', { egress })], ...more], 'shop/web');
    return scopeOf(model, web);
  };
  const imported = (scope: Scope, at = host, index = 0): string | undefined => {
    const found = (scope as any).model.services.all.find((one: any) => one.host === at);
    return scope.imports(found, found.ports[index]);
  };
  const routes = (scope: Scope): readonly string[] => scope.virtualServices().map(({ name }) => name);
  const speaks = (at: string, spec: Json = {}): Json => networking('VirtualService', at, { hosts: [host], http: [{ route: [{ destination: { host } }] }], ...spec });

  test('is everything without Sidecar, and what its listeners name', () => {
    expect(imported(scoped(undefined))).toBe('');
    expect(imported(scoped([{ hosts: ['./*'] }, { hosts: ['pay/*'] }]))).toBe('egress[1]');
    expect(imported(scoped([{ hosts: ['./*'] }]))).toBeUndefined();
    expect(imported(scoped(undefined, [service('pay/api', undefined, {}, { 'networking.istio.io/exportTo': '.' })]))).toBeUndefined();
  });
  test('on a port with a listener of its own, HTTP is what that one names', () => {
    const both = [{ port: { number: 80, protocol: 'HTTP', name: 'h' }, hosts: ['./*'] }, { hosts: ['pay/*'] }];
    expect([imported(scoped(both)), imported(scoped(both), host, 1)]).toEqual([undefined, 'egress[1]']);
  });
  test('a cluster comes also with a VirtualService', () => {
    const scope = scoped([{ hosts: ['shop/*'] }], [speaks('shop/r')]);
    const [model] = [(scope as any).model as MeshModel];
    const found = model.services.all.find(one => one.host === host)!;
    const [route] = model.virtualServices.all;
    expect([scope.hasCluster(found, found.ports[0], route), scope.hasCluster(found, found.ports[0], undefined)]).toEqual([true, false]);
    const direct = scoped([{ hosts: ['pay/*'] }], [speaks('pay/r')]);
    expect(direct.hasCluster(found, found.ports[0], undefined)).toBe(true);
    const led = scoped([{ hosts: ['pay/front.org'] }], [speaks('pay/r', { hosts: ['front.org'] })]);
    const [leading] = (led as any).model.virtualServices.all;
    expect([led.hasCluster(found, found.ports[0], leading), led.hasCluster(found, found.ports[0], undefined)]).toEqual([true, false]);
    const other = scoped([{ port: { number: 81, protocol: 'HTTP', name: 'h' }, hosts: ['pay/*'] }]);
    expect(other.hasCluster(found, found.ports[0], undefined)).toBe(false);
  });
  test('VirtualServices: those for the mesh that it sees and names', () => {
    expect(routes(scoped(undefined, [speaks('pay/a'), speaks('pay/b', { gateways: ['g'] }), speaks('pay/c', { exportTo: ['.'] })]))).toEqual(['a']);
    expect(routes(scoped([{ hosts: ['./*'] }], [speaks('pay/a')]))).toEqual([]);
    expect(routes(scoped([{ hosts: ['./*'] }, { hosts: ['pay/*'] }], [speaks('pay/a')]))).toEqual(['a']);
    expect(routes(scoped([{ hosts: ['*/x.org'] }], [speaks('pay/a', { hosts: ['y.org', 'x.org'] })]))).toEqual(['a']);
    expect(routes(scoped([{ hosts: ['*/x.org'] }], [speaks('pay/a', { hosts: ['y.org'] })]))).toEqual([]);
  });
  test('VirtualServices that are private come first, those for all last', () => {
    const more = [speaks('shop/a', { exportTo: ['*'] }), speaks('shop/b', { exportTo: ['shop'] }), speaks('shop/c', { exportTo: ['.'] }), speaks('shop/d', { exportTo: [] }), speaks('shop/e', { exportTo: ['.', '*'] })];
    expect(routes(scoped(undefined, more))).toEqual(['c', 'b', 'a', 'd', 'e']);
  });
  test('of Services that share a host, its own namespace\'s, then Kubernetes\', then the older', () => {
    const entry = (at: string, more: Json = {}): Json => networking('ServiceEntry', at, { hosts: [host], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], ...more });
    const preferred = (...more: readonly Json[]): readonly string[] => {
      const scope = scoped(undefined, more);
      const { services } = (scope as any).model as MeshModel;
      return services.all.filter(one => one.host === host && scope.prefers(one)).map(one => `${one.namespace}/${one.name}`);
    };
    expect(preferred()).toEqual(['pay/api']);
    expect(preferred(entry('legacy/a'))).toEqual(['pay/api']);
    expect(preferred(entry('shop/z'))).toEqual(['shop/z']);
    expect(preferred(service('pay/api', undefined, {}, { 'networking.istio.io/exportTo': '.' }), entry('legacy/b'), entry('legacy/a'))).toEqual(['legacy/a']);
  });
  test('the one that applies is asked for once', () => {
    const [model, web] = scene([networking('Sidecar', 'shop/s', { egress: [{ hosts: ['./*'] }] })], 'shop/web');
    expect(sidecarOf(model, web)?.name).toBe('s');
    expect(scopeOf(model, web)).toBe(scopeOf(model, web));
  });
});
