import { MeshAccess } from '../../../src';
import type { Json } from '../world';
import { authorization, namespace, networking, peerAuthentication, service, workload, world } from '../world';

function breaksOf(manifests: readonly Json[], namespaces?: string[]): string[] {
  return MeshAccess.fromManifests([...manifests]).brokenByStrictMtls(namespaces).map(({ client, callee, port, verdict, reason, object, mode }) =>
    `${verdict === 'DENY' ? '!' : '?'} ${client.text} > ${callee.namespace}/${callee.workload}:${port} ${mode}: ${reason}${
      object === undefined ? '' : ` [${object.kind} ${object.namespace}/${object.name}]`}`);
}

/** Only what callers with a pod would meet. */
function inside(manifests: readonly Json[], namespaces?: string[]): string[] {
  return breaksOf(manifests, namespaces).filter(line => !line.includes('anyone'));
}

const rule = (spec: Json, at = 'shop/rule'): Json => networking('DestinationRule', at, spec);
const API = 'api.pay.svc.cluster.local';
/** Of the world, only `shop/web` calling `pay/api`. */
const meshed = (...more: Json[]): Json[] => [
  namespace('shop'), namespace('pay'), namespace('istio-system', {}),
  workload('shop/web'), workload('pay/api', { ports: [{ containerPort: 8080 }] }), service('pay/api', [{ name: 'http', port: 80, targetPort: 8080 }]),
  ...more,
];
const payOnly = (...more: Json[]): string[] => inside(meshed(...more), ['pay']);

describe('STRICT mutual TLS', () => {
  test('breaks callers without a proxy, and tells whoever has no pod as a class', () => {
    expect(breaksOf(world(), ['pay'])).toEqual([
      '! legacy/batch > pay/api:3306 PERMISSIVE: no proxy of the mesh sends it, so it is plaintext',
      '? anyone without a pod in these manifests > pay/api:3306 PERMISSIVE: it has no identity of the mesh, as far as these manifests tell',
      '! legacy/batch > pay/api:8080 PERMISSIVE: no proxy of the mesh sends it, so it is plaintext',
      '? anyone without a pod in these manifests > pay/api:8080 PERMISSIVE: it has no identity of the mesh, as far as these manifests tell',
    ]);
  });

  test('breaks nobody where it holds already, nor where identities are asked for anyway', () => {
    expect(breaksOf(world(peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } })))).toEqual([]);
    const policy = authorization('pay/p', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }] });
    expect(breaksOf(world(policy), ['pay'])).toEqual([]);
  });

  test('breaks nobody whom the network keeps away', () => {
    const closed = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'p', namespace: 'pay' },
      spec: {
        podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }] }],
      },
    };
    expect(breaksOf(world(closed), ['pay'])).toEqual([]);
  });

  test('breaks nobody at pods without a proxy, nor at ports that go around it', () => {
    expect(breaksOf(world(), ['legacy'])).toEqual([]);
    const around = workload('pay/api', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080,3306' } });
    expect(breaksOf([...world().filter(one => one.metadata.name !== 'api' || one.kind === 'Service'), around], ['pay'])).toEqual([]);
  });

  test.each<[string, Json[], string[]]>([
    ['with proxies at both ends: none', [], []],
    ['whose DestinationRule sends plaintext', [rule({ host: API, trafficPolicy: { tls: { mode: 'DISABLE' } } })],
      ['! shop/web > pay/api:8080 PERMISSIVE: DestinationRule shop/rule sends plaintext [DestinationRule shop/rule]']],
    ['whose DestinationRule sends TLS of its own to a port for HTTP: it is refused already', [rule({ host: API, trafficPolicy: { tls: { mode: 'SIMPLE' } } })], []],
    ['whose DestinationRule sends plaintext to a subset that no route may choose', [rule({
      host: API, subsets: [{ name: 'all', labels: { app: 'api' }, trafficPolicy: { tls: { mode: 'DISABLE' } } }],
    })], ['? shop/web > pay/api:8080 PERMISSIVE: DestinationRule shop/rule sends plaintext [DestinationRule shop/rule]']],
    ['whose DestinationRule sends mutual TLS', [rule({ host: API, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } })], []],
    ['in a mesh without automatic mutual TLS', [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh: 'enableAutoMtls: false' } }],
      ['! pay/api > pay/api:8080 PERMISSIVE: automatic mutual TLS is off', '! shop/web > pay/api:8080 PERMISSIVE: automatic mutual TLS is off']],
    ['that speak plaintext only because the namespace says DISABLE: none', [peerAuthentication('pay/default', { mtls: { mode: 'DISABLE' } })], []],
    ['whose Sidecar does not know the callee, and passes it through', [networking('Sidecar', 'shop/default', { egress: [{ hosts: ['istio-system/*'] }] })],
      [`! shop/web > pay/api:8080 PERMISSIVE: the caller's proxy does not know ${API}:80, and passes it through as it is [Sidecar shop/default]`]],
    ['whose Sidecar does not know the callee, and drops it', [networking('Sidecar', 'shop/default', {
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, egress: [{ hosts: ['istio-system/*'] }],
    })], []],
    ['whose proxy a filter changes', [{
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { name: 'f', namespace: 'shop' },
      spec: { configPatches: [{ applyTo: 'CLUSTER', match: { context: 'SIDECAR_OUTBOUND' }, patch: { operation: 'MERGE', value: {} } }] },
    }], ["? shop/web > pay/api:8080 PERMISSIVE: EnvoyFilter shop/f changes the caller's proxy in ways that are not modelled [EnvoyFilter shop/f]"]],
  ])('breaks callers %s', (_, more, expected) => {
    expect(payOnly(...more)).toEqual(expected);
  });

  test('breaks callers around whose proxy the port goes', () => {
    const web = workload('shop/web', { annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '80' } });
    const manifests = [...meshed().filter(one => one.metadata.name !== 'web'), web];
    expect(inside(manifests, ['pay'])).toEqual([
      "! shop/web > pay/api:8080 PERMISSIVE: port 80 goes around the caller's sidecar (traffic.sidecar.istio.io/excludeOutboundPorts) [Deployment shop/web]",
    ]);
  });

  test('breaks callers that would begin mutual TLS, where the port goes around the proxy that would end it', () => {
    const api = workload('pay/api', { ports: [{ containerPort: 8080 }], annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } });
    const manifests = (mode: string): Json[] => [
      ...meshed(peerAuthentication('pay/default', { mtls: { mode } })).filter(one => one.kind !== 'Deployment' || one.metadata.name !== 'api'), api,
    ];
    expect(inside(manifests('PERMISSIVE'), ['pay'])).toEqual([]);
    expect(inside(manifests('DISABLE'), ['pay'])).toContain("! shop/web > pay/api:8080 DISABLE: mutual TLS would begin, and port 8080 goes around the callee's sidecar (traffic.sidecar.istio.io/excludeInboundPorts), which would end it [Deployment pay/api]");
  });

  test('breaks TLS of a caller on a port for TCP perhaps, since the application may take it', () => {
    const manifests = world(rule({ host: API, trafficPolicy: { tls: { mode: 'SIMPLE' } } }));
    expect(inside(manifests, ['pay']).filter(line => line.includes('shop/web'))).toEqual([
      "? shop/web > pay/api:3306 PERMISSIVE: DestinationRule shop/rule sends TLS that is not the mesh's [DestinationRule shop/rule]",
    ]);
  });

  test('breaks callers of which it is not known whether they have a proxy, perhaps', () => {
    const manifests = [...meshed().filter(one => one.metadata.name !== 'shop'), workload('nowhere/job')];
    expect(inside(manifests, ['pay'])).toEqual([
      '? shop/web > pay/api:8080 PERMISSIVE: the namespace shop is not in the manifests, so whether its pods are injected is not known [Deployment shop/web]',
      '? nowhere/job > pay/api:8080 PERMISSIVE: the namespace nowhere is not in the manifests, so whether its pods are injected is not known [Deployment nowhere/job]',
    ].sort());
  });

  test('breaks what ports and workloads were excepted from it', () => {
    const manifests = world(
      peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } }),
      peerAuthentication('pay/api', { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'STRICT' }, portLevelMtls: { 3306: { mode: 'PERMISSIVE' } } }),
    );
    expect(inside(manifests)).toEqual(['! legacy/batch > pay/api:3306 PERMISSIVE: no proxy of the mesh sends it, so it is plaintext']);
  });

  test('breaks gateways as it breaks workloads', () => {
    const gateway = networking('Gateway', 'pay/gw', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] });
    const manifests = meshed(gateway, rule({ host: API, trafficPolicy: { tls: { mode: 'DISABLE' } } }, 'pay/rule'));
    expect(inside(manifests, ['pay']).filter(line => line.includes('gateway'))).toEqual([
      '! gateway istio-system/istio-ingressgateway > pay/api:8080 PERMISSIVE: DestinationRule pay/rule sends plaintext [DestinationRule pay/rule]',
    ]);
  });

  test.each<[string, string[], string]>([
    ['no namespace', [], 'no namespace is named'],
    ['a namespace that is not there', ['pay', 'nowhere'], 'there is no workload of namespace nowhere'],
    ['the root namespace', ['istio-system'], 'istio-system is the root namespace'],
  ])('cannot be asked about for %s', (_, namespaces, problem) => {
    expect(() => breaksOf(world(), namespaces)).toThrow(problem);
  });

  test('breaks the same in any order of the manifests', () => {
    const manifests = world(rule({ host: API, trafficPolicy: { tls: { mode: 'DISABLE' } } }));
    expect(breaksOf([...manifests].reverse()).sort()).toEqual(breaksOf(manifests).sort());
  });

  test('is told of hundreds of workloads in seconds', () => {
    const many = Array.from({ length: 200 }, (_, i) => [workload(`pay/w${i}`), service(`pay/w${i}`)]).flat();
    expect(inside(world(...many)).filter(line => line.startsWith('! legacy/batch')).length).toBe(404);
  });
});
