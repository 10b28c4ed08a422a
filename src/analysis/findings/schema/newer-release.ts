import type { ProblemKind, SchemaProblem } from './schema-problem';
import { ISTIO_VERSIONS, isSince } from '../world/istio-versions';

/** What an object may have that releases before do not know. */
const NEW: readonly ProblemKind[] = ['unknown-kind', 'unknown-field', 'enum'];

/**
 * The problems of an object, where those that a later release of Istio does not have say so: whoever wrote them most likely read
 * of that release, and did not mistype another name.
 * @param problemsIn what another release has against the object; only asked where it can matter
 */
export function sayingWhatIsNewer(
  problems: readonly SchemaProblem[], release: string, problemsIn: (release: string) => readonly SchemaProblem[],
): readonly SchemaProblem[] {
  if (!problems.some(({ kind }) => NEW.includes(kind))) { return problems; }
  const later = ISTIO_VERSIONS.filter(version => version !== release && isSince(version, release))
    .map(version => ({ version, refused: new Set(problemsIn(version).map(placeOf)) }));
  return problems.map(problem => {
    if (!NEW.includes(problem.kind)) { return problem; }
    const since = later.find(({ refused }) => !refused.has(placeOf(problem)))?.version;
    return since === undefined ? problem : { ...problem, message: messageOf(problem, release, since) };
  });
}

function placeOf({ kind, path }: SchemaProblem): string {
  return `${kind} ${path}`;
}

function messageOf({ kind, path, message }: SchemaProblem, release: string, since: string): string {
  const known = `known since Istio ${since}, and not to Istio ${release}`;
  switch (kind) {
    case 'unknown-field': return `the field '${path.slice(path.lastIndexOf('.') + 1)}' is ${known}`;
    case 'unknown-kind': return `this kind is ${known}`;
    default: return `${message}; it is ${known}`;
  }
}
