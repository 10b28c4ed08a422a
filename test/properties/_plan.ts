import fc from 'fast-check';
import { Mechanism } from 'cdk8s-istio';

/** An application as plain data, with a path for everything in it: what a property is about, readable when it fails. */
export interface Plan {
  readonly mesh?: MeshPlan;
  readonly namespaces: readonly NamespacePlan[];
  readonly calls: readonly CallPlan[];
}

export interface MeshPlan {
  readonly trustDomain: string;
  readonly aliases: readonly string[];
  readonly enforce?: readonly Mechanism[];
}

export interface NamespacePlan {
  readonly path: string;
  readonly adopt: boolean;
  readonly injected: boolean;
  readonly enforce?: readonly Mechanism[];
  readonly mesh?: MeshPlan;
  readonly workloads: readonly WorkloadPlan[];
  readonly gateways: readonly string[];
  readonly references: readonly string[];
}

export interface WorkloadPlan {
  readonly path: string;
  readonly ports: readonly PortName[];
  readonly enforce?: readonly Mechanism[];
  /** The service account that it shares with others of its namespace. */
  readonly shares?: boolean;
  /** Present for a canary. */
  readonly versions?: readonly VersionPlan[];
}

export interface VersionPlan {
  readonly path: string;
  readonly weight: number;
  readonly shares?: boolean;
}

export interface CallPlan {
  readonly from: string;
  readonly to: string;
  readonly port: PortName;
  /** gRPC methods; everything else of a call to HTTP ports is in `methods`, `paths` and `hosts`. */
  readonly rpc?: readonly string[];
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
  readonly hosts?: readonly string[];
}

export type PortName = 'http' | 'grpc' | 'tcp';
export const PORTS: { readonly [name in PortName]: { readonly port: number; readonly targetPort: number } } = {
  http: { port: 80, targetPort: 8080 }, grpc: { port: 90, targetPort: 9090 }, tcp: { port: 70, targetPort: 7070 },
};
export const RPC_SERVICE = 'shop.v1.Cart';

const mechanisms = fc.option(fc.subarray(Object.values(Mechanism)), { nil: undefined });
const ports = fc.subarray<PortName>(['http', 'grpc', 'tcp']);
const index = fc.nat(99);

const rawWorkload = fc.record({
  ports,
  enforce: mechanisms,
  shares: fc.boolean(),
  versions: fc.option(fc.array(fc.record({ weight: fc.nat(9), shares: fc.boolean() }), { minLength: 1, maxLength: 3 }), { nil: undefined }),
});

const rawNamespace = fc.record({
  adopt: fc.boolean(),
  uninjected: fc.nat(5),
  enforce: mechanisms,
  mesh: fc.option(mechanisms, { nil: null, freq: 2 }),
  workloads: fc.array(rawWorkload, { minLength: 1, maxLength: 3 }),
  gateways: fc.nat(2),
  references: fc.nat(1),
});

const rawCall = fc.record({
  from: index,
  to: index,
  port: index,
  rpc: fc.option(fc.subarray(['Add', 'List', '*'], { minLength: 1 }), { nil: undefined }),
  methods: fc.option(fc.subarray(['GET', 'POST', 'PUT'], { minLength: 1 }), { nil: undefined }),
  paths: fc.option(fc.subarray(['/a', '/b*', '*.css', '/c/{*}/d', '*'], { minLength: 1 }), { nil: undefined }),
  hosts: fc.option(fc.subarray(['*.svc.cluster.local', '*.cluster.local', 'w*'], { minLength: 1 }), { nil: undefined, freq: 2 }),
});

/** Random applications; what a call cannot be is left out of them, so every plan can be synthesized. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  mesh: fc.option(mechanisms, { nil: null }),
  namespaces: fc.array(rawNamespace, { minLength: 1, maxLength: 3 }),
  calls: fc.array(rawCall, { maxLength: 12 }),
}).map(raw => {
  const namespaces = raw.namespaces.map((one, n): NamespacePlan => ({
    path: `ns${n}`,
    adopt: one.adopt,
    injected: one.uninjected > 0,
    ...one.enforce ? { enforce: one.enforce } : {},
    ...one.mesh === null ? {} : { mesh: { trustDomain: 'inner.example', aliases: ['outer.example', 'cluster.local'], enforce: one.mesh } },
    workloads: one.workloads.map((workload, w) => toWorkload(`ns${n}/w${w}`, workload)),
    gateways: Array.from({ length: one.gateways }, (_, g) => `ns${n}/g${g}`),
    references: Array.from({ length: one.references }, (_, r) => `ns${n}/r${r}`),
  }));
  const plan: Plan = {
    mesh: { trustDomain: 'outer.example', aliases: ['inner.example'], enforce: raw.mesh ?? undefined }, namespaces, calls: [],
  };
  const able: Plan = { ...plan, namespaces: namespaces.map(namespace => withWhatItsNamespaceDeniesBy(plan, namespace)) };
  return { ...able, calls: raw.calls.flatMap((call, c) => toCall(able, call, c)) };
});

/** A number by which a builder orders what it declares. */
export const orders = fc.nat(2 ** 30);

function toWorkload(path: string, raw: typeof rawWorkload extends fc.Arbitrary<infer T> ? T : never): WorkloadPlan {
  const common = { path, enforce: raw.enforce };
  if (!raw.versions) {
    return { ...common, ports: raw.ports, shares: raw.shares };
  }
  const weights = raw.versions.map(version => version.weight * 10);
  weights[0] = Math.max(0, 100 - weights.slice(1).reduce((sum, weight) => sum + weight, 0));
  while (weights.reduce((sum, weight) => sum + weight, 0) > 100) {
    const largest = weights.indexOf(Math.max(...weights));
    weights[largest] -= 10;
  }
  return {
    ...common,
    ports: raw.ports.length > 0 ? raw.ports : ['http'],
    versions: raw.versions.map((version, v) => ({ path: `${path}/v${v}`, weight: weights[v], shares: version.shares })),
  };
}

/** What a namespace denies by, a workload cannot leave out. */
function withWhatItsNamespaceDeniesBy(plan: Plan, namespace: NamespacePlan): NamespacePlan {
  const floor = Object.values(Mechanism).filter(mechanism => denies(plan, namespace, mechanism));
  return {
    ...namespace,
    workloads: namespace.workloads.map(workload => (workload.enforce
      ? { ...workload, enforce: Object.values(Mechanism).filter(one => floor.includes(one) || workload.enforce!.includes(one)) } : workload)),
  };
}

function toCall(plan: Plan, raw: typeof rawCall extends fc.Arbitrary<infer T> ? T : never, number: number): CallPlan[] {
  const from = pick(callersOf(plan), raw.from);
  const to = pick(calleesOf(plan), raw.to);
  const gateway = isGateway(plan, from);
  const port = pick(portsOf(plan, to).filter(name => name !== 'tcp' || !gateway), raw.port);
  if (to === undefined || from === undefined || port === undefined) {
    return [];
  }
  const guards = targetsOf(plan, to).map(target => authorizes(plan, target));
  const meshed = (path: string) => isGateway(plan, path) || isReference(plan, path) || namespaceOf(plan, path).injected;
  if (!meshed(from) && targetsOf(plan, to).some(meshed)) {
    return [];
  }
  if (!gateway && workloadOf(plan, to)?.versions?.find(version => version.path === to)?.weight === 0) {
    return [];
  }
  const call = { from, to, port };
  if (port === 'tcp') {
    return [call];
  }
  if (gateway) {
    // Two callees on one path would be a conflict, which is refused.
    return isNamespace(plan, to) || !guards.every(guarded => guarded) ? [] : [{
      ...call, ...raw.methods ? { methods: raw.methods } : {}, paths: (raw.paths ?? ['/']).map(path => (path.startsWith('/') ? `/${number}${path}` : `*.${number}`)),
    }];
  }
  if (!guards.every(guarded => guarded)) {
    return [call];
  }
  if (port === 'grpc' && raw.rpc) {
    return [{ ...call, rpc: raw.rpc }];
  }
  return [{
    ...call,
    ...raw.methods ? { methods: raw.methods } : {},
    ...raw.paths ? { paths: raw.paths } : {},
    ...raw.hosts ? { hosts: raw.hosts } : {},
  }];
}

function pick<T>(list: readonly T[], at: number): T | undefined {
  return list[at % Math.max(1, list.length)];
}

export const workloadsOf = (plan: Plan): WorkloadPlan[] => plan.namespaces.flatMap(namespace => namespace.workloads);
const versionsOf = (plan: Plan): string[] => workloadsOf(plan).flatMap(workload => (workload.versions ?? []).map(version => version.path));
const gatewaysOf = (plan: Plan): string[] => plan.namespaces.flatMap(namespace => namespace.gateways);
const referencesOf = (plan: Plan): string[] => plan.namespaces.flatMap(namespace => namespace.references);

export const isNamespace = (plan: Plan, path: string): boolean => plan.namespaces.some(namespace => namespace.path === path);
export const isGateway = (plan: Plan, path: string | undefined): boolean => path !== undefined && gatewaysOf(plan).includes(path);
export const isReference = (plan: Plan, path: string | undefined): boolean => path !== undefined && referencesOf(plan).includes(path);
export const namespaceOf = (plan: Plan, path: string): NamespacePlan => plan.namespaces.find(namespace => namespace.path === path.split('/')[0])!;
export const workloadOf = (plan: Plan, path: string): WorkloadPlan | undefined =>
  workloadsOf(plan).find(workload => workload.path === path.split('/').slice(0, 2).join('/'));

function callersOf(plan: Plan): string[] {
  return [
    ...plan.namespaces.map(namespace => namespace.path), ...workloadsOf(plan).map(workload => workload.path), ...versionsOf(plan),
    ...gatewaysOf(plan), ...referencesOf(plan),
  ];
}

function calleesOf(plan: Plan): string[] {
  return callersOf(plan).filter(path => !isGateway(plan, path));
}

/** What a callee stands for: everything in a namespace, or itself. */
export function targetsOf(plan: Plan, callee: string | undefined): string[] {
  return callee === undefined ? [] : isNamespace(plan, callee) ? namespaceOf(plan, callee).workloads.map(workload => workload.path) : [callee];
}

/** The ports that everything has for which a callee stands. */
function portsOf(plan: Plan, callee: string | undefined): PortName[] {
  const lists = targetsOf(plan, callee).map(target => (isReference(plan, target) ? ['http', 'tcp'] as const : workloadOf(plan, target)!.ports));
  return (Object.keys(PORTS) as PortName[]).filter(port => lists.length > 0 && lists.every(list => list.includes(port)));
}

/** The mechanisms that hold for a workload or a namespace: the nearest choice wins. */
export function enforced(plan: Plan, path: string): readonly Mechanism[] {
  const namespace = namespaceOf(plan, path);
  return workloadOf(plan, path)?.enforce ?? namespace.enforce ?? (namespace.mesh ?? plan.mesh)?.enforce ?? Object.values(Mechanism);
}

/** Does the namespace itself deny by a mechanism what nobody opens? */
export function denies(plan: Plan, namespace: NamespacePlan, mechanism: Mechanism): boolean {
  return !namespace.adopt && enforced(plan, namespace.path).includes(mechanism) && (namespace.injected || mechanism === Mechanism.NETWORK_POLICY);
}

/** Does a policy at the callee look at identities? */
export function authorizes(plan: Plan, path: string): boolean {
  return isReference(plan, path) || (namespaceOf(plan, path).injected && enforced(plan, path).includes(Mechanism.AUTHORIZATION_POLICY));
}
