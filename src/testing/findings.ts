import type { App } from 'cdk8s';
import type { Subject } from './ends';
import { isConstruct } from './ends';
import type { MeshAccess } from '../analysis/mesh-access';
import { FindingSeverity } from '../analysis/mesh-finding';
import type { MeshFinding } from '../analysis/mesh-finding';
import { MeshFindings } from '../analysis/mesh-findings';

/** What findings are looked for in: an app or plain manifests. */
export type Checked = Exclude<Subject, MeshAccess>;

/** What is found besides information, in words, one finding a line. */
export function findingsIn(subject: Checked): readonly string[] {
  return readFindings(subject).open().filter(({ severity }) => severity !== FindingSeverity.INFO).map(textOf);
}

/** What a test that fails says. */
export function findingsText(found: readonly string[]): string {
  return `expected no findings, but there ${found.length === 1 ? 'is' : 'are'} ${found.length}:\n${found.join('\n')}`;
}

function readFindings(subject: Checked): MeshFindings {
  if (Array.isArray(subject)) { return MeshFindings.fromManifests([...subject as readonly object[]]); }
  if (isConstruct(subject)) { return MeshFindings.fromApp(subject.node.root as App); }
  throw new TypeError('what is checked must be an App or a list of manifests');
}

function textOf({ severity, code, message, kind, namespace, name, path, constructPath }: MeshFinding): string {
  return `${severity} ${code}: ${message} [${kind} ${namespace}/${name}${path === '' ? '' : `, ${path}`}${constructPath === undefined ? '' : `, construct ${constructPath}`}]`;
}
