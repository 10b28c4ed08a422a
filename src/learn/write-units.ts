import type { KnownWorkload } from './known-workloads';
import { readPrincipal } from './principal';
import type { Questions } from './questions';
import { listed } from './questions';
import type { Traffic } from './traffic';
import type { UnitPort } from './unit-ports';
import type { Unit, UnitVersion } from './units';
import { keyOfUnit } from './units';
import { dnsSubdomainProblem, sortedUnique } from '../private/naming';
import type { Code, Expression, SourceFile, Variable } from '../source-code';
import { commented, create, imported, invoke } from '../source-code';

/** Of this package. */
export function ours(name: string): Expression {
  return imported('cdk8s-istio', name);
}

/** The constants of a unit. */
export interface UnitHandles {
  readonly unit: Variable;
  /** By the key of the workload. */
  readonly versions: ReadonlyMap<string, Variable>;
}

/** Writes workloads and services with versions. */
export class UnitWriter {
  /** How many workloads have an account. */
  private readonly accounts = new Map<string, Set<string>>();
  private readonly defaultAccounts = new Set<string>();
  private readonly names = new Map<string, number>();

  public constructor(
    private readonly file: SourceFile, private readonly questions: Questions, private readonly traffic: Traffic, units: readonly Unit[],
  ) {
    for (const unit of traffic.units) {
      for (const { workload } of unit.versions) {
        for (const principal of workload.principals) { this.accounts.set(principal, (this.accounts.get(principal) ?? new Set()).add(workload.key)); }
      }
    }
    for (const unit of units) {
      this.names.set(unit.name, (this.names.get(unit.name) ?? 0) + 1);
      for (const version of unit.versions) { this.defaultAccounts.add(`${unit.namespace}/${ownAccount(unit, version)}`); }
    }
  }

  public write(unit: Unit, ports: readonly UnitPort[], namespace: Variable): UnitHandles {
    const comment = this.about(unit);
    // Two namespaces may have workloads of the same name.
    const wanted = this.names.get(unit.name)! > 1 ? `${unit.namespace} ${unit.name}` : unit.name;
    if (unit.versions.length < 2) {
      const [version] = unit.versions;
      const label = version?.version === undefined || version.version === 'v1' ? {} : { version: version.version };
      const props = { ...this.podProps(unit, version), ...label, ...this.portProps(unit, ports) };
      const variable = this.file.declare(wanted, create(ours('LeastPrivilegeWorkload'), namespace, unit.name, props), comment);
      return { unit: variable, versions: new Map(version ? [[version.workload.key, variable]] : []) };
    }
    const variable = this.file.declare(wanted, create(ours('CanaryService'), namespace, unit.name, this.portProps(unit, ports)), comment);
    const weights = weightsOf(unit.versions.map(({ workload }) => this.traffic.shares.get(workload.key) ?? 0));
    return {
      unit: variable,
      versions: new Map(unit.versions.map((version, i) => {
        const props = { ...this.podProps(unit, version), ...weights[i] > 0 ? { weight: weights[i] } : {} };
        return [version.workload.key, this.file.declare(`${wanted} ${version.version!}`, invoke(variable, 'addVersion', version.version!, props))];
      })),
    };
  }

  /** What has to be known of a unit, and asked. */
  private about(unit: Unit): string | undefined {
    const about = keyOfUnit(unit);
    const { questions } = this;
    const [first, ...others] = unit.services.includes(unit.name) ? [unit.name, ...unit.services.filter(name => name !== unit.name)] : unit.services;
    const clusters = sortedUnique(unit.versions.flatMap(({ workload }) => workload.clusters));
    const lines = [
      unit.versions.length > 1 ? questions.ask('shares', about, 'which share of the traffic should each version get? These are the shares that were observed; even ones, where nothing was.') : undefined,
      unit.isByName ? questions.ask('workload', about, `are ${unit.versions.map(({ workload }) => workload.name).join(', ')} versions of it? Their names say so, and nothing else.`) : undefined,
      unit.versions.length === 0 ? questions.ask('workload', about, 'which workload answers? Only its Service was seen.') : undefined,
      others.length > 0 ? questions.ask('workload', about, `it was called by the Services ${[first, ...others].join(', ')} too, and here it has one; are the others needed?`) : undefined,
      unit.services.length > 0 && first !== unit.name ? questions.ask('workload', about, `it was called as ${first}, which is no name that a Service may have here; what is it called?`) : undefined,
      ...unit.versions.map(({ workload }) => this.aboutIdentity(workload, about)),
      clusters.length > 1 ? questions.ask('workload', about, `it was seen in the clusters ${clusters.join(', ')}, and is taken for one; does each run it?`) : undefined,
    ];
    const said = lines.filter(line => line !== undefined);
    return said.length === 0 ? undefined : said.join('\n');
  }

  private aboutIdentity(workload: KnownWorkload, about: string): string | undefined {
    if (workload.unmeshed) { return this.questions.ask('identity', about, `${workload.name} had no proxy, and here it gets one; can it run with it?`); }
    const accounts = workload.principals.map(principal => readPrincipal(principal)!);
    if (accounts.some(({ serviceAccount }) => serviceAccount === 'default')) {
      return `${workload.name} ran as service account 'default', which is no identity of its own; here it has one.`;
    }
    const shared = workload.principals.flatMap(principal => [...this.accounts.get(principal) ?? []]).filter(key => key !== workload.key);
    return shared.length === 0 ? undefined
      : `${workload.name} shared its service account '${accounts[0].serviceAccount}' with ${listed(sortedUnique(shared), 5)}; here it has one of its own.`;
  }

  private podProps(unit: Unit, version: UnitVersion | undefined): { readonly [prop: string]: Code } {
    const label = version?.version ?? 'v1';
    const name = version?.workload.name ?? unit.name;
    const account = version === undefined ? undefined : this.ownAccount(unit, version);
    return {
      image: commented(this.questions.ask('image', `${unit.namespace}/${name}`, 'which image?'), `example/${unit.name}:${label}`),
      ...name === `${unit.name}-${label}` || version === undefined ? {} : { deploymentName: name },
      ...account === undefined ? {} : { serviceAccountName: account },
    };
  }

  /** The account under which it was seen, where it has that alone and no other would be called so. */
  private ownAccount(unit: Unit, version: UnitVersion): string | undefined {
    const [principal, ...others] = version.workload.principals;
    const account = principal === undefined || others.length > 0 ? undefined : readPrincipal(principal);
    if (account === undefined || account.serviceAccount === 'default' || account.namespace !== unit.namespace || this.accounts.get(principal)!.size > 1) { return undefined; }
    const name = account.serviceAccount;
    if (name === ownAccount(unit, version) || this.defaultAccounts.has(`${unit.namespace}/${name}`) || dnsSubdomainProblem('', name) !== undefined) { return undefined; }
    return name;
  }

  private portProps(unit: Unit, ports: readonly UnitPort[]): { readonly [prop: string]: Code } {
    if (ports.length === 0) { return {}; }
    const asked = ports.filter(({ isMadeUp }) => isMadeUp);
    const question = asked.length === 0 ? undefined
      : this.questions.ask('port', keyOfUnit(unit), asked.length === ports.length && ports.length === 1 ? 'on which port does it listen? This one is made up.'
        : `on which ports does it listen? Made up: ${asked.map(({ port }) => port).join(', ')}.`);
    const ask = (value: Code): Code => (question === undefined ? value : commented(question, value));
    const [only] = ports;
    if (ports.length === 1 && only.speaks === 'http' && only.targetPort === undefined) { return { port: ask(only.port) }; }
    return { ports: ask(ports.map(portCode)) };
  }
}

/** A port as WorkloadPort has it. */
export function portCode({ speaks, name, port, targetPort }: UnitPort): Expression {
  const options = { ...name === speaks ? {} : { name }, ...targetPort === undefined ? {} : { targetPort } };
  return invoke(ours('WorkloadPort'), speaks, port, ...Object.keys(options).length === 0 ? [] : [options]);
}

/** The account that it gets unless told otherwise. */
function ownAccount(unit: Unit, { version }: UnitVersion): string {
  return unit.versions.length > 1 ? `${unit.name}-${version!}` : unit.name;
}

/** Whole percentages that add up to 100, as amounts have it; even ones without any. */
export function weightsOf(amounts: readonly number[]): readonly number[] {
  const sum = amounts.reduce((a, b) => a + b, 0);
  const exact = amounts.map(amount => (sum > 0 ? amount / sum : 1 / amounts.length) * 100);
  const weights = exact.map(Math.floor);
  const byRest = exact.map((value, i) => ({ i, rest: value - weights[i] })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  const missing = 100 - weights.reduce((a, b) => a + b, 0);
  byRest.slice(0, missing).forEach(({ i }) => { weights[i]++; });
  // Who got anything is not left without.
  weights.forEach((weight, i) => {
    if (weight === 0 && amounts[i] > 0) {
      weights[weights.indexOf(Math.max(...weights))]--;
      weights[i]++;
    }
  });
  return weights;
}
