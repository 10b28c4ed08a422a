import type { KnownWorkload } from './known-workloads';
import { sorted, sortedUnique } from '../private/naming';

/** A version of an application: one workload. */
export interface UnitVersion {
  /** The label; undefined where nothing tells it. */
  readonly version?: string;
  readonly workload: KnownWorkload;
}

/** What is behind Services together: an application with its versions. */
export interface Unit {
  readonly namespace: string;
  /** What its Service is called, or would be. */
  readonly name: string;
  /** The names of the Services by which it was called. */
  readonly services: readonly string[];
  /** None, where only its Service was seen. */
  readonly versions: readonly UnitVersion[];
  /** Workloads were taken for its versions by their names alone. */
  readonly isByName: boolean;
}

export function keyOfUnit({ namespace, name }: Unit): string {
  return `${namespace}/${name}`;
}

interface Group {
  readonly services: Set<string>;
  readonly workloads: Map<string, KnownWorkload>;
}

/** A Service by which something was called, and the workloads that answered. */
export interface SeenService {
  readonly namespace: string;
  readonly name: string;
  readonly workloads: readonly KnownWorkload[];
}

/**
 * Sorts workloads into applications: those that a Service leads to are one, and those that are called the same belong to them.
 *
 * @param isCalled whether anything was called by a Service of these, or they themselves
 */
export function unitsOf(
  workloads: readonly KnownWorkload[], services: readonly SeenService[], isCalled: (workload: KnownWorkload) => boolean,
): readonly Unit[] {
  const namespaces = sortedUnique([...workloads.map(({ namespace }) => namespace), ...services.map(({ namespace }) => namespace)]);
  const workloadsOf = groupBy(workloads, ({ namespace }) => namespace);
  const servicesOf = groupBy(services, ({ namespace }) => namespace);
  return namespaces.flatMap(namespace => inNamespace(namespace, workloadsOf.get(namespace) ?? [], servicesOf.get(namespace) ?? [], isCalled));
}

function inNamespace(
  namespace: string, workloads: readonly KnownWorkload[], services: readonly SeenService[], isCalled: (workload: KnownWorkload) => boolean,
): readonly Unit[] {
  const groups = joinedByServices(services);
  const taken = new Set(groups.flatMap(group => [...group.workloads.keys()]));
  const free = sorted(workloads.filter(({ key }) => !taken.has(key)), ({ key }) => key);
  const byApp = new Map<string, Set<Group>>();
  const claim = (name: string, group: Group): void => { byApp.set(name, (byApp.get(name) ?? new Set()).add(group)); };
  for (const group of groups) {
    for (const { app } of group.workloads.values()) { claim(app, group); }
    if (group.workloads.size === 0) { group.services.forEach(name => claim(name, group)); }
  }
  for (const workload of free) {
    const candidates = [...byApp.get(workload.app) ?? []];
    if (candidates.length === 1) {
      candidates[0].workloads.set(workload.key, workload);
    } else {
      const group: Group = { services: new Set(), workloads: new Map([[workload.key, workload]]) };
      groups.push(group);
      if (isCalled(workload) && candidates.length === 0) { claim(workload.app, group); }
    }
  }
  return named(namespace, groups);
}

/** Services that lead to the same workload are one group. */
function joinedByServices(services: readonly SeenService[]): Group[] {
  const groupOf = new Map<string, Group>();
  const groups = new Set<Group>();
  for (const service of sorted(services, ({ name }) => name)) {
    const met = new Set(service.workloads.flatMap(({ key }) => groupOf.get(key) ?? []));
    const own = groupOf.get(`service ${service.name}`);
    if (own) { met.add(own); }
    const [first = { services: new Set<string>(), workloads: new Map<string, KnownWorkload>() }, ...others] = met;
    groups.add(first);
    first.services.add(service.name);
    groupOf.set(`service ${service.name}`, first);
    for (const workload of service.workloads) {
      first.workloads.set(workload.key, workload);
      groupOf.set(workload.key, first);
    }
    for (const other of others) {
      groups.delete(other);
      for (const name of other.services) {
        first.services.add(name);
        groupOf.set(`service ${name}`, first);
      }
      for (const [key, workload] of other.workloads) {
        first.workloads.set(key, workload);
        groupOf.set(key, first);
      }
    }
  }
  return [...groups];
}

function named(namespace: string, groups: readonly Group[]): readonly Unit[] {
  const names = new Set(groups.flatMap(({ services }) => [...services]));
  const appsWithout = groupBy(groups.filter(({ services }) => services.size === 0), ({ workloads }) => [...workloads.values()][0].app);
  const given = new Set<string>();
  return groups.map(group => {
    const workloads = sorted(group.workloads.values(), ({ name }) => name);
    const services = sortedUnique(group.services);
    const apps = sortedUnique(workloads.map(({ app }) => app));
    const app = apps[0];
    const name = services.find(one => apps.includes(one)) ?? services.at(0)
      ?? (appsWithout.get(app)!.length === 1 && !names.has(app) ? app : workloads[0].name);
    const isByName = workloads.length > 1 && workloads.some(one => one.isByName);
    return { namespace, name: unique(asName(name), given), services, versions: versionsOf(workloads, name), isByName };
  });
}

function unique(name: string, given: Set<string>): string {
  let free = name;
  for (let i = 2; given.has(free); i++) { free = `${name.slice(0, 58)}-${i}`; }
  given.add(free);
  return free;
}

/** Each version has a name of its own. */
function versionsOf(workloads: readonly KnownWorkload[], unit: string): readonly UnitVersion[] {
  if (workloads.length === 1) { return [{ workload: workloads[0], version: workloads[0].version }]; }
  const taken = new Set<string>();
  const once = (version: string | undefined): string | undefined => {
    if (version === undefined || taken.has(version)) { return undefined; }
    taken.add(version);
    return version;
  };
  const counted = groupBy(workloads, ({ version }) => version ?? '');
  return workloads.map(workload => {
    const own = counted.get(workload.version ?? '')!.length === 1 ? once(workload.version) : undefined;
    const rest = workload.name.startsWith(`${unit}-`) ? workload.name.slice(unit.length + 1) : workload.name;
    return { workload, version: own ?? once(asName(rest)) ?? once(asName(workload.name)) ?? asName(workload.name) };
  });
}

/** Names of workloads may have dots, and begin with a digit; those of Services and labels may not. */
function asName(name: string): string {
  const plain = name.replace(/\./g, '-').slice(0, 63).replace(/-+$/, '');
  return /^[0-9]/.test(plain) ? `w-${plain}`.slice(0, 63).replace(/-+$/, '') : plain;
}

export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) { group.push(item); } else { groups.set(key(item), [item]); }
  }
  return groups;
}
