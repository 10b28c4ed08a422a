import type { ObservedWorkload } from './observations';
import { versionInName, workloadOfPod } from './pod-name';
import { readPrincipal } from './principal';
import { dnsLabelProblem, dnsSubdomainProblem } from '../private/naming';

/** A workload, with all that any source says of it. */
export interface KnownWorkload {
  /** 'NAMESPACE/NAME' */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  readonly version?: string;
  /** Nothing but its name says of which application and version it is. */
  readonly isByName: boolean;
  readonly principals: readonly string[];
  readonly clusters: readonly string[];
  readonly edge?: 'ingress' | 'egress';
  readonly hosts: readonly string[];
  readonly unmeshed: boolean;
}

interface Gathered {
  readonly namespace: string;
  readonly name: string;
  readonly all: Set<ObservedWorkload>;
}

/** The workloads of which observations tell, each once, by whichever of its names. */
export class KnownWorkloads {
  private readonly byKey = new Map<string, Gathered>();
  private readonly namesIn = new Map<string, Set<string>>();
  private readonly known = new Map<string, KnownWorkload>();
  private readonly pods = new Map<string, string>();
  private readonly byPrincipal = new Map<string, Set<string>>();

  public constructor(observed: readonly ObservedWorkload[]) {
    const named = observed.filter(({ workload }) => workload !== undefined);
    const pods = observed.filter(({ workload, pod }) => workload === undefined && pod !== undefined);
    named.forEach(one => this.add(one, one.workload!));
    // Names that a source tells are surer than what names of pods look like.
    pods.map(one => [one, this.nameOfPod(one)] as const).forEach(([one, name]) => this.add(one, name));
    for (const one of [...named, ...pods]) {
      if (one.principal !== undefined) {
        const key = this.keyOf(one)!;
        this.byPrincipal.set(one.principal, (this.byPrincipal.get(one.principal) ?? new Set()).add(key));
      }
    }
    for (const one of observed.filter(({ workload, pod }) => workload === undefined && pod === undefined)) {
      const account = readPrincipal(one.principal)?.serviceAccount;
      if (account !== undefined && account !== 'default' && !this.byPrincipal.has(one.principal!)) {
        this.add(one, account);
        this.byPrincipal.set(one.principal!, new Set([`${one.namespace}/${account}`]));
      }
    }
  }

  /** Every workload, by key. */
  public get all(): readonly KnownWorkload[] {
    return [...this.byKey.keys()].sort().map(key => this.get(key));
  }

  /** The workload that is meant; several, where only an identity is known that they share. None where nothing is known of it. */
  public of(observed: ObservedWorkload): readonly KnownWorkload[] {
    const key = this.keyOf(observed);
    if (key !== undefined) { return this.byKey.has(key) ? [this.get(key)] : []; }
    return [...this.byPrincipal.get(observed.principal ?? '') ?? []].sort().map(one => this.get(one));
  }

  private get(key: string): KnownWorkload {
    let known = this.known.get(key);
    if (known === undefined) {
      known = describe(key, this.byKey.get(key)!);
      this.known.set(key, known);
    }
    return known;
  }

  private keyOf({ namespace, workload, pod }: ObservedWorkload): string | undefined {
    const name = workload ?? (pod === undefined ? undefined : this.pods.get(`${namespace}/${pod}`));
    return name === undefined ? undefined : `${namespace}/${name}`;
  }

  private nameOfPod({ namespace, pod }: ObservedWorkload): string {
    const key = `${namespace}/${pod!}`;
    let name = this.pods.get(key);
    if (name === undefined) {
      const words = pod!.split('-');
      // The longest name that it begins with.
      const known = words.map((_, i) => words.slice(0, words.length - i - 1).join('-')).find(start => this.namesIn.get(namespace)?.has(start));
      name = known ?? workloadOfPod(pod!);
      this.pods.set(key, name);
    }
    return name;
  }

  private add(one: ObservedWorkload, name: string): void {
    const key = `${one.namespace}/${name}`;
    const gathered = this.byKey.get(key) ?? { namespace: one.namespace, name, all: new Set() };
    gathered.all.add(one);
    this.byKey.set(key, gathered);
    if (one.workload !== undefined) { this.namesIn.set(one.namespace, (this.namesIn.get(one.namespace) ?? new Set()).add(name)); }
  }
}

function describe(key: string, { namespace, name, all }: Gathered): KnownWorkload {
  const said = <K extends keyof ObservedWorkload>(field: K): NonNullable<ObservedWorkload[K]>[] =>
    [...new Set([...all].flatMap(one => (one[field] === undefined ? [] : [one[field]])))].sort();
  const byName = versionInName(name);
  const [app] = said('app');
  const [version] = said('version').filter(text => dnsLabelProblem('version', text) === undefined);
  const [edge] = [...said('edge'), ...edgeByName(name)];
  return {
    key,
    namespace,
    name,
    app: app ?? byName?.app ?? name,
    ...version ?? byName?.version ? { version: version ?? byName?.version } : {},
    isByName: app === undefined && byName !== undefined,
    principals: said('principal'),
    clusters: said('cluster'),
    ...edge ? { edge } : {},
    hosts: [...new Set(said('hosts').flat())].sort(),
    unmeshed: said('unmeshed').length > 0,
  };
}

/** Istio's gateways by the names under which it is installed. */
function edgeByName(name: string): ('ingress' | 'egress')[] {
  if (/(?:^|-)ingress-?gateway(?:-|$)/.test(name) || name === 'istio-ingress') { return ['ingress']; }
  return /(?:^|-)egress-?gateway(?:-|$)/.test(name) || name === 'istio-egress' ? ['egress'] : [];
}

/** What Kubernetes has against the names of a workload that was observed. */
export function workloadProblem({ namespace, workload, pod }: ObservedWorkload): string | undefined {
  return dnsLabelProblem('namespace', namespace)
    ?? (workload ?? pod ? dnsSubdomainProblem('workload', (workload ?? pod)!) : undefined);
}
