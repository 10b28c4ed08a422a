import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import type { AccessSpace } from '../access-sets';
import { identitiesIn, namespaces } from '../access-sets/identities';
import { trustDomainsOf } from '../access-sets/identity-access';
import type { Language, OptionalLanguage } from '../algebra';
import { enumerate } from '../algebra/strings/terms';
import { compare } from '../model';
import type { MeshModel, Workload } from '../model';

const IDENTITY = /^([^/]+)\/ns\/([^/]+)\/sa\/([^/]+)$/;
const OF_NAMESPACE = /^([^/]+)\/ns\/([^/]+)\/sa\/$/;

/** A set as clients, and what of it they do not say. */
interface Parts {
  readonly clients: readonly AccessClient[];
  readonly rest: Language;
}

/** Says sets of identities: by the workloads that have them, and by classes. */
export class IdentityWords {
  /** Every identity that the mesh takes for one. */
  private readonly trusted: Language;
  private readonly trustDomains: readonly string[];
  private readonly accounts: ReadonlyMap<string, readonly Workload[]>;
  private readonly clients = new Map<Workload, AccessClient>();
  private readonly wholeNamespaces = new Map<string, Language>();
  private readonly known = new Map<OptionalLanguage, readonly AccessClient[]>();

  public constructor(private readonly space: AccessSpace, private readonly model: MeshModel) {
    this.trustDomains = trustDomainsOf(model);
    this.trusted = identitiesIn(space.algebra.strings, this.trustDomains);
    this.accounts = accountsOf(model);
  }

  /** The clients that have one of some identities; absence is plaintext. */
  public say(set: OptionalLanguage): readonly AccessClient[] {
    let clients = this.known.get(set);
    if (clients === undefined) { this.known.set(set, clients = this.read(set)); }
    return clients;
  }

  /** The workloads of an identity. */
  public bearing(principal: string | undefined): readonly Workload[] {
    const [, , namespace, account] = IDENTITY.exec(principal ?? '') ?? [];
    return namespace === undefined ? [] : this.having(namespace, account);
  }

  /** The same, if the mesh takes nothing else for the identity of these: it has one trust domain. */
  public bearingOnly(principal: string): readonly Workload[] {
    return this.trustDomains.length > 1 || !principal.startsWith(`${this.trustDomains[0]}/`) ? [] : this.bearing(principal);
  }

  /** A workload by its identity. */
  public clientOf(workload: Workload): AccessClient {
    let client = this.clients.get(workload);
    if (client === undefined) { this.clients.set(workload, client = workloadClient(workload, this.principalOf(workload))); }
    return client;
  }

  public principalOf({ namespace, serviceAccount }: Pick<Workload, 'namespace' | 'serviceAccount'>): string {
    return `${this.trustDomains[0]}/ns/${namespace}/sa/${serviceAccount}`;
  }

  /** The workloads that have a service account. */
  private having(namespace: string, account: string): readonly Workload[] {
    return this.accounts.get(`${namespace}/${account}`) ?? [];
  }

  private read(set: OptionalLanguage): readonly AccessClient[] {
    const { strings, optionalStrings } = this.space.algebra;
    const present = optionalStrings.presentOf(set);
    const anonymous = optionalStrings.hasAbsent(set);
    if (strings.isSubset(this.trusted, present)) {
      const foreign = present === strings.all ? strings.none : strings.difference(present, this.trusted);
      return [
        anonymous ? { kind: AccessClientKind.ANYONE, text: 'anyone' } : { kind: AccessClientKind.ANY_IDENTITY, text: 'any identity' },
        ...foreign === strings.none ? [] : [this.pattern(foreign)],
      ];
    }
    return [
      ...anonymous ? [{ kind: AccessClientKind.NO_IDENTITY, text: 'anyone without identity' }] : [],
      ...present === strings.none ? [] : this.identities(present),
    ];
  }

  private identities(set: Language): readonly AccessClient[] {
    const { strings } = this.space.algebra;
    const some = this.namespacesLike(set);
    if (some !== undefined) { return [some]; }
    const inside = this.parts(set);
    if (inside.rest === strings.none) { return inside.clients; }
    const missing = this.parts(strings.difference(this.trusted, set));
    if (missing.rest === strings.none && strings.isSubset(set, this.trusted)) {
      return [{ kind: AccessClientKind.IDENTITIES, text: `any identity except ${missing.clients.map(({ text }) => text.replace(/^any identity/, 'those')).join(', ')}` }];
    }
    return [...inside.clients, this.pattern(inside.rest)];
  }

  /** All identities of one namespace, or of those that a pattern with one asterisk tells, if the set is that. */
  private namespacesLike(set: Language): AccessClient | undefined {
    const { strings } = this.space.algebra;
    const shortest = /^[^/]+\/ns\/([^/]*)\//.exec(String(strings.witness(set)?.value))?.[1];
    if (shortest === undefined || enumerate(set, false) !== undefined) { return undefined; }
    if (this.wholeNamespace(shortest) === set) { return ofNamespace(shortest); }
    const pattern = Array.from({ length: shortest.length + 1 }, (_, i) => `${shortest.slice(0, i)}*${shortest.slice(i)}`)
      .find(one => this.wholeNamespace(one) === set);
    return pattern === undefined ? undefined : { kind: AccessClientKind.IDENTITIES, text: `any identity of namespaces ${pattern}` };
  }

  private parts(set: Language): Parts {
    const { strings } = this.space.algebra;
    const listed = enumerate(set, false);
    if (listed !== undefined) { return { clients: this.listed(listed), rest: strings.none }; }
    const whole = [...this.model.namespaces.keys()].filter(name => strings.isSubset(this.wholeNamespace(name), set));
    if (whole.length === 0) { return { clients: [], rest: set }; }
    const rest = strings.difference(set, strings.union(...whole.map(name => this.wholeNamespace(name))));
    const others = enumerate(rest, false);
    return {
      clients: [...whole.sort(compare).map(ofNamespace), ...this.listed(others ?? [])],
      rest: others === undefined ? rest : strings.none,
    };
  }

  /** Whatever is an identity of a namespace for policies that name it; the name may have asterisks. */
  public wholeNamespace(name: string): Language {
    const { strings } = this.space.algebra;
    let set = this.wholeNamespaces.get(name);
    if (set === undefined) { this.wholeNamespaces.set(name, set = strings.intersection(this.trusted, namespaces(strings, name))); }
    return set;
  }

  /** Single identities and beginnings of them. */
  private listed(terms: NonNullable<ReturnType<typeof enumerate>>): readonly AccessClient[] {
    const domains = new Map<string, Set<string>>();
    const others: AccessClient[] = [];
    for (const { form, text } of terms) {
      const [, domain, namespace, account] = (form === 'exact' ? IDENTITY : OF_NAMESPACE).exec(text) ?? [];
      if (domain === undefined || !this.trustDomains.includes(domain)) {
        others.push({ kind: AccessClientKind.IDENTITIES, text: form === 'exact' ? `the identity ${text}` : `identities ${text}*` });
        continue;
      }
      const key = `${namespace}/${account ?? ''}`;
      domains.set(key, (domains.get(key) ?? new Set()).add(domain));
    }
    const named = [...domains].flatMap(([key, within]) => {
      const [namespace, account] = key.split('/');
      if (within.size < this.trustDomains.length) { return [...within].map(domain => ofOneDomain(domain, namespace, account)); }
      return account === '' ? [ofNamespace(namespace)] : this.account(namespace, account);
    });
    return [...named, ...others].sort(byText);
  }

  /** The workloads that have a service account, else the account itself. */
  private account(namespace: string, account: string): readonly AccessClient[] {
    const principal = `${this.trustDomains[0]}/ns/${namespace}/sa/${account}`;
    const workloads = this.having(namespace, account);
    if (workloads.length > 0) { return workloads.map(workload => workloadClient(workload, principal)); }
    const isGateway = this.model.ingressGateways.some(gateway => gateway.namespace === namespace && gateway.serviceAccount === account);
    const text = `${isGateway ? 'ingress gateway' : 'service account'} ${namespace}/${account}`;
    return [{ kind: AccessClientKind.SERVICE_ACCOUNT, text, namespace, name: account, principal }];
  }

  private pattern(set: Language): AccessClient {
    return { kind: AccessClientKind.IDENTITIES, text: `identities ${this.patternText(set)}` };
  }

  /** Only identities of the mesh count, so a pattern need not say that. */
  private patternText(set: Language): string {
    const { strings } = this.space.algebra;
    const example = String(strings.witness(set)?.value);
    const endings = Array.from(example, (_, i) => example.slice(i));
    const end = endings.reverse().find(text => text !== '' && strings.intersection(this.trusted, strings.suffix(text)) === set);
    return end === undefined ? strings.describe(set) : `*${end}`;
  }
}

const known = new WeakMap<MeshModel, ReadonlyMap<string, readonly Workload[]>>();

/** The workloads of a mesh by their service accounts. */
function accountsOf(model: MeshModel): ReadonlyMap<string, readonly Workload[]> {
  const before = known.get(model);
  if (before !== undefined) { return before; }
  const accounts = new Map<string, Workload[]>();
  for (const workload of model.workloads.all) {
    const account = `${workload.namespace}/${workload.serviceAccount}`;
    const sharing = accounts.get(account);
    if (sharing === undefined) { accounts.set(account, [workload]); } else { sharing.push(workload); }
  }
  known.set(model, accounts);
  return accounts;
}

export function workloadClient({ namespace, name }: Workload, principal?: string): AccessClient {
  return { kind: AccessClientKind.WORKLOAD, text: `${namespace}/${name}`, namespace, name, ...principal === undefined ? {} : { principal } };
}

export function byText(a: AccessClient, b: AccessClient): number {
  return compare(a.text, b.text);
}

function ofNamespace(namespace: string): AccessClient {
  return { kind: AccessClientKind.NAMESPACE, text: `any identity of namespace ${namespace}`, namespace };
}

/** Where the mesh has several trust domains, and only one of them is meant. */
function ofOneDomain(domain: string, namespace: string, account: string): AccessClient {
  const principal = `${domain}/ns/${namespace}/sa/${account}`;
  return account === '' ? { kind: AccessClientKind.IDENTITIES, text: `identities ${principal}*`, namespace }
    : { kind: AccessClientKind.IDENTITIES, text: `the identity ${principal}`, namespace, name: account, principal };
}
