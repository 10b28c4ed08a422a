import type { Dice } from './_dice';
import { policies } from './_policies';
import { routing } from './_routing';
import type { ModelOptions } from '../../../src/analysis/model';
import type { Json } from '../world';
import { namespace, service, workload } from '../world';

/** Manifests, and what they do not tell. */
export interface Mesh {
  readonly manifests: readonly Json[];
  readonly options: ModelOptions;
}

export const WORKLOADS: readonly (readonly [namespace: string, name: string])[] = [
  ['shop', 'web'], ['shop', 'cart-v1'], ['shop', 'cart-v2'], ['pay', 'api'], ['legacy', 'batch'],
];

/** A random mesh: few workloads of which much is different, under random policies. */
export function randomMesh(dice: Dice): Mesh {
  return {
    manifests: [...namespaces(dice), ...WORKLOADS.map(([ns, name]) => pods(dice, ns, name)), ...services(dice), ...policies(dice), ...routing(dice)],
    options: {
      meshConfig: {
        ...dice.maybe(0.25, 'trustDomainAliases', () => ['old.local']),
        ...dice.maybe(0.05, 'trustDomain', () => 'other.org'),
        ...dice.maybe(0.15, 'pathNormalization', () => dice.one(['NONE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'] as const)),
        ...dice.maybe(0.15, 'outboundMode', () => 'REGISTRY_ONLY'),
        ...dice.maybe(0.05, 'autoMtls', () => false),
      },
    },
  };
}

function namespaces(dice: Dice): Json[] {
  const injected = (): Json => dice.one<Json>([{ 'istio-injection': 'enabled' }, { 'istio-injection': 'enabled' }, { 'istio-injection': 'enabled' }, { 'istio.io/rev': 'x' }, {}]);
  return [
    namespace('shop', injected()),
    ...dice.chance(0.97) ? [namespace('pay', injected())] : [],
    namespace('legacy', dice.one<Json>([{}, {}, { 'istio-injection': 'enabled' }, { 'istio.io/dataplane-mode': 'ambient' }])),
    namespace('istio-system', {}),
  ];
}

function pods(dice: Dice, ns: string, name: string): Json {
  const [app, version] = name.split('-');
  const traffic = 'traffic.sidecar.istio.io/';
  return workload(`${ns}/${name}`, {
    labels: { app, ...version === undefined ? {} : { version }, ...dice.maybe(0.04, 'sidecar.istio.io/inject', () => 'false') },
    annotations: {
      ...dice.maybe(0.07, `${traffic}excludeInboundPorts`, () => dice.one(['9000', '8080,3306', 'x'])),
      ...dice.maybe(0.04, `${traffic}includeInboundPorts`, () => dice.one(['8080', '*', ''])),
      ...dice.maybe(0.04, `${traffic}excludeOutboundPorts`, () => dice.one(['80', '9000'])),
      ...dice.maybe(0.01, 'sidecar.istio.io/interceptionMode', () => 'NONE'),
    },
    serviceAccount: app,
    ports: [{ name: 'http', containerPort: 8080 }, { name: 'bulk', containerPort: 9000 }, { containerPort: 3306 }],
    spec: dice.maybe(0.02, 'hostNetwork', () => true),
    ...dice.chance(0.5) ? { replicas: 2 } : {},
  });
}

function services(dice: Dice): Json[] {
  return [['shop', 'web'], ['shop', 'cart'], ['pay', 'api'], ['legacy', 'batch']].map(([ns, name]) => service(`${ns}/${name}`, [
    { name: dice.one(['http', 'http', 'http-web', 'grpc', 'tcp', 'x', 'https']), port: 80, targetPort: dice.chance(0.8) ? 8080 : 'http' },
    ...dice.chance(0.7) ? [{ name: dice.one(['tcp', 'tcp-bulk', 'http-2', 'other']), port: dice.chance(0.5) ? 9000 : 81, targetPort: 9000 }] : [],
    ...dice.chance(0.2) ? [{ name: dice.one(['http-alt', 'tcp-alt']), port: 8081, targetPort: 8080 }] : [],
  ], dice.chance(0.06) ? { clusterIP: 'None' } : {}));
}
