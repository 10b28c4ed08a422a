import type { CallPlan, NamespacePlan, Plan } from './_plan';
import {
  denies, enforced, isGateway, isNamespace, isReference, namespaceOf, PORTS, RPC_SERVICE, targetsOf, workloadOf,
} from './_plan';
import { Mechanism } from 'cdk8s-istio';

/**
 * What the policies of a plan must say, read from the plan alone: policies by `kind namespace/name`, each a set of
 * sentences.
 */
export type Sentences = ReadonlyMap<string, ReadonlySet<string>>;

interface Party {
  readonly path: string;
  readonly namespace: string;
  readonly principal: string;
  /** The pods, as `namespace/label=value,…`. */
  readonly pods: string;
}

export function expectedSentences(plan: Plan): Sentences {
  const sentences = new Map<string, Set<string>>();
  const policy = (kind: string, name: string, ...said: string[]) => {
    const key = `${kind} ${name}`;
    sentences.set(key, new Set([...sentences.get(key) ?? [], ...said]));
  };
  const edges = plan.calls.flatMap(call => callersOf(plan, call.from).flatMap(caller =>
    targetsOf(plan, call.to).map(target => ({ call, caller, callee: partyOf(plan, target) }))));
  const into = (path: string) => edges.filter(({ callee }) => callee.path === path);
  const outOf = (...paths: string[]) => edges.filter(({ caller }) => paths.includes(caller.path));
  const admitted = (path: string) => into(path).flatMap(({ call, caller }) => requestsOf(call).map(request => `${caller.principal} ${request}`));
  const opened = (paths: { in?: string[]; out?: string[] }) => [
    ...(paths.in ?? []).flatMap(into).map(({ call, caller }) => `from ${caller.pods} TCP ${PORTS[call.port].targetPort}`),
    ...outOf(...paths.out ?? []).map(({ call, callee }) => `to ${callee.pods} TCP ${PORTS[call.port].targetPort}`),
  ];
  const known = (...paths: string[]) => {
    const hosts = outOf(...paths).map(({ callee }) => `${callee.namespace}/${hostOf(plan, callee.path)}`);
    return hosts.length > 0 ? hosts : ['~/*'];
  };

  for (const namespace of plan.namespaces) {
    const { path, injected } = namespace;
    const floor = (mechanism: Mechanism) => denies(plan, namespace, mechanism);
    floor(Mechanism.AUTHORIZATION_POLICY) && policy('AuthorizationPolicy', `${path}/deny-all`);
    floor(Mechanism.SIDECAR) && policy('Sidecar', `${path}/default`, ...known(path));
    floor(Mechanism.NETWORK_POLICY) && policy('NetworkPolicy', `${path}/default-deny`, ...opened({ out: [path] }), ...baseline(injected, 'both'));
    for (const workload of namespace.workloads) {
      const name = workload.path;
      const has = (mechanism: Mechanism) => enforced(plan, name).includes(mechanism);
      const own = (side: 'in' | 'out' | 'both') => (floor(Mechanism.NETWORK_POLICY) ? [] : baseline(injected, side));
      injected && has(Mechanism.AUTHORIZATION_POLICY) && policy('AuthorizationPolicy', name, ...admitted(name));
      if (!workload.versions) {
        injected && has(Mechanism.SIDECAR) && policy('Sidecar', name, ...known(name, path));
        has(Mechanism.NETWORK_POLICY) && policy('NetworkPolicy', name, ...opened({ in: [name], out: [name, path] }), ...own('both'));
        continue;
      }
      has(Mechanism.NETWORK_POLICY) && policy('NetworkPolicy', name, ...opened({ in: [name] }), ...own('in'));
      for (const version of workload.versions) {
        const object = `${path}/${nameOf(version.path)}`;
        const called = into(version.path).length > 0;
        injected && has(Mechanism.AUTHORIZATION_POLICY) && called && policy('AuthorizationPolicy', object, ...admitted(version.path));
        injected && has(Mechanism.SIDECAR) && policy('Sidecar', object, ...known(version.path, path));
        has(Mechanism.NETWORK_POLICY) && policy('NetworkPolicy', object,
          ...opened({ in: [version.path], out: [version.path, path] }), ...own(called ? 'both' : 'out'));
      }
    }
  }
  return sentences;
}

function baseline(injected: boolean, side: 'in' | 'out' | 'both'): string[] {
  return [
    ...side === 'in' || !injected ? [] : ['to istio-system/app=istiod TCP 15012'],
    ...side === 'in' ? [] : ['to kube-system/k8s-app=kube-dns UDP 53', 'to kube-system/k8s-app=kube-dns TCP 53'],
    ...side === 'out' || !injected ? [] : ['from istio-system/app.kubernetes.io/name=prometheus TCP 15020'],
  ];
}

/** Each identity that a caller stands for. */
function callersOf(plan: Plan, caller: string): Party[] {
  const versions = isNamespace(plan, caller) ? undefined : workloadOf(plan, caller)?.path === caller ? workloadOf(plan, caller)?.versions : undefined;
  return versions ? versions.map(version => partyOf(plan, version.path)) : [partyOf(plan, caller)];
}

function partyOf(plan: Plan, path: string): Party {
  const namespace = namespaceOf(plan, path);
  const domain = trustDomainOf(plan, namespace);
  const party = (ns: string, account: string, labels: string) =>
    ({ path, namespace: ns, principal: `${domain}/ns/${ns}/sa/${account}`, pods: `${ns}/${labels}` });
  if (isNamespace(plan, path)) {
    return party(path, '*', '');
  }
  if (isGateway(plan, path)) {
    return party('istio-ingress', 'istio-ingress', 'istio=ingress');
  }
  if (isReference(plan, path)) {
    return party('elsewhere', 'reference', 'app=reference');
  }
  const workload = workloadOf(plan, path)!;
  const version = workload.versions?.find(one => one.path === path);
  const app = workload.path.split('/')[1];
  const shares = version ? version.shares : workload.shares;
  return party(namespace.path, shares ? 'shared' : nameOf(path), version ? `app=${app},version=${path.split('/')[2]}` : `app=${app}`);
}

/** The name of what is emitted for a workload or a version. */
function nameOf(path: string): string {
  return path.split('/').slice(1).join('-');
}

export function hostOf(plan: Plan, path: string): string {
  return isReference(plan, path) ? `${path.split('/')[1]}.elsewhere.svc.cluster.local`
    : `${path.split('/')[1]}.${path.split('/')[0]}.svc.cluster.local`;
}

function trustDomainOf(plan: Plan, namespace: NamespacePlan): string {
  return (namespace.mesh ?? plan.mesh)?.trustDomain ?? 'cluster.local';
}

function requestsOf({ port, rpc, methods, paths, hosts }: CallPlan): string[] {
  const at = String(PORTS[port].targetPort);
  if (rpc) {
    return rpc.map(method => `${at} POST /${RPC_SERVICE}/${method} *`);
  }
  // A request may name the port after the host.
  const names = hosts?.flatMap(host => (host.includes('*') ? [host] : [host, `${host}:*`]));
  return (methods ?? ['*']).flatMap(method => (!paths || paths.includes('*') ? ['*'] : paths)
    .flatMap(path => (names ?? ['*']).map(host => `${at} ${method} ${path} ${host}`)));
}

/** The sentences that no other one covers: `*` stands for anything. */
export function withoutRepetition(said: ReadonlySet<string>): string[] {
  const words = [...said].map(sentence => sentence.split(' '));
  const covers = (a: string[], b: string[]) => a !== b && a.every((word, i) => word === '*' || word === b[i]);
  return words.filter(one => !words.some(other => covers(other, one))).map(one => one.join(' ')).sort();
}
