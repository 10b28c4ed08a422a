import type { DeclaredEdge } from './declaration';

/** How many parts of a list are named, before the rest is only counted. */
const NAMED = 3;

/** A declared call in a few words: who, what, on which port. */
export function callText({ caller, targetPort, operation, conditions }: DeclaredEdge): string {
  const list = (values: readonly string[] | undefined, any: string): string => (values === undefined ? any : briefly(values, ' '));
  const what = operation === undefined ? 'TCP' : `${list(operation.methods, 'any method')} ${list(operation.paths, 'any path')}`;
  const hosts = operation?.hosts === undefined ? '' : ` for ${list(operation.hosts, '')}`;
  return `${caller.name}: ${what}${hosts} on ${targetPort}${conditions === undefined ? '' : ', on conditions'}`;
}

/** Declared calls in a few words. */
export function callsText(edges: readonly DeclaredEdge[]): string {
  return edges.length === 0 ? 'none' : briefly([...new Set(edges.map(callText))], '; ');
}

function briefly(values: readonly string[], separator: string): string {
  const rest = values.length - NAMED;
  return [...values.slice(0, NAMED), ...rest > 0 ? [`and ${rest} more`] : []].join(separator);
}
