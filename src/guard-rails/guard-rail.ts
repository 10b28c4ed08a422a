import type { Access } from './access';
import type { GuardRail } from '../analysis/guard-rails';
import type { Mesh } from '../mesh/mesh';

/** A guard rail as it was declared. */
export interface DeclaredGuardRail {
  readonly kind: 'never' | 'always';
  readonly access: Access;
  readonly reason: string;
  /** Where it was declared, as far as that is known. */
  readonly place?: string;
}

/** How messages call a guard rail. */
function nameOf({ kind, place }: DeclaredGuardRail): string {
  return `${kind}()${place === undefined ? '' : ` at ${place}`}`;
}

/** What is wrong with a guard rail, whatever the manifests are. */
export function guardRailProblems(rail: DeclaredGuardRail): string[] {
  const { kind, access, reason } = rail;
  return [
    ...access._problems,
    ...reason.trim() === '' ? ["has no reason; say with 'reason' why it is there."] : [],
    ...kind === 'always' && !access._props.from._named
      ? ['is about callers whose pods are not known, so their requests cannot be followed; name callers with Callers.of(), Callers.namespace() or Callers.workload().'] : [],
  ].map(problem => `${nameOf(rail)}: ${problem}`);
}

/** A guard rail as plain data, in the terms of its mesh. */
export function guardRailOf(mesh: Mesh, rail: DeclaredGuardRail): GuardRail {
  const { access: { _props: { from, to, port }, _operation } } = rail;
  return {
    kind: rail.kind,
    name: nameOf(rail),
    reason: rail.reason,
    from: from._resolve(mesh),
    to: to._resolve(),
    ...port === undefined ? {} : { port },
    ...(_operation ? { operation: _operation } : {}),
  };
}
