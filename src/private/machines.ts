import type { IConstruct } from 'constructs';
import { sortedUnique } from './naming';
import { existingPerApp, perApp } from './per-app';

type Names = () => string[];

/** Say of machines that they run their proxies: 'namespace/name' of what stands for each, asked for when it is known. */
export function declareMachines(scope: IConstruct, names: Names): void {
  perApp(scope, 'Machines', (): Names[] => []).push(names);
}

/** The machines of an app that run their proxies. */
export function machinesIn(scope: IConstruct): string[] {
  return sortedUnique((existingPerApp<Names[]>(scope, 'Machines') ?? []).flatMap(names => names()));
}
