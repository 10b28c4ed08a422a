import type { AccessCallee } from '../access/access-callee';
import { AccessCalleeKind } from '../access/access-callee';
import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import type { MeshModel } from '../model';

/** Says lists of workloads by their namespaces, where they are all that there are. */
export interface EveryWorkload {
  clients(clients: readonly AccessClient[]): readonly AccessClient[];
  callees(callees: readonly AccessCallee[]): readonly AccessCallee[];
}

type Party = Pick<AccessCallee, 'text' | 'namespace' | 'name'> & { readonly kind: string };

/** Workloads of one namespace and name, of different kinds, are one: no table tells them apart. */
export function everyWorkload(model: MeshModel): EveryWorkload {
  const counts = new Map<string, Set<string>>();
  for (const { namespace, name } of model.workloads.all) { counts.set(namespace, (counts.get(namespace) ?? new Set()).add(name)); }
  const total = [...counts.values()].reduce((sum, { size }) => sum + size, 0);
  const inShort = <P extends Party>(parties: readonly P[], isWorkload: (party: P) => boolean, all: P, of: (namespace: string) => P): readonly P[] => {
    const workloads = parties.filter(isWorkload);
    if (workloads.length < 2) { return parties; }
    if (workloads.length === total && counts.size > 1) { return [all, ...parties.filter(party => !isWorkload(party))]; }
    const present = new Map<string, number>();
    for (const { namespace = '' } of workloads) { present.set(namespace, (present.get(namespace) ?? 0) + 1); }
    const isWhole = ([namespace, count]: readonly [string, number]): boolean => count > 1 && count === counts.get(namespace)?.size;
    const whole = new Set([...present].filter(isWhole).map(([namespace]) => namespace));
    return [...[...whole].map(of), ...parties.filter(party => !isWorkload(party) || !whole.has(party.namespace ?? ''))];
  };
  const everyText = (namespace: string): string => `every workload of namespace ${namespace}`;
  return {
    clients: clients => inShort<AccessClient>(clients, ({ kind }) => kind === AccessClientKind.WORKLOAD,
      { kind: AccessClientKind.EVERY_WORKLOAD, text: 'every workload' },
      namespace => ({ kind: AccessClientKind.EVERY_WORKLOAD_OF_NAMESPACE, text: everyText(namespace), namespace })),
    callees: callees => inShort<AccessCallee>(callees, ({ kind }) => kind === AccessCalleeKind.WORKLOAD,
      { kind: AccessCalleeKind.EVERY_WORKLOAD, text: 'every workload' },
      namespace => ({ kind: AccessCalleeKind.EVERY_WORKLOAD_OF_NAMESPACE, text: everyText(namespace), namespace })),
  };
}
