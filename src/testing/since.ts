import type { Subject } from './ends';
import { readSubject } from './ends';
import type { Judgement } from './judge';
import { AccessVerdict } from '../analysis/access/access-decision';
import type { AllowedAccess } from '../analysis/access-diff/allowed-access';
import { MeshAccess } from '../analysis/mesh-access';
import { readAllowedFile } from '../cli/commands/diff-files';
import { InputError } from '../cli/input-error';
import { loadManifests } from '../cli/load-manifests';

/** An older version: a folder or file of manifests, plain manifests, or manifests that are read already. */
export type OlderVersion = string | readonly object[] | MeshAccess;

export interface SinceOptions {
  /** New access that may be: entries, or a file of them. @default - none */
  readonly allow?: string | readonly AllowedAccess[];
}

/** Whether there is no new access since an older version. ALLOW if so, DENY if there is, UNKNOWN if manifests do not tell. */
export function judgeSince(subject: Subject, older: OlderVersion, { allow = [] }: SinceOptions = {}): Judgement {
  const mesh = readSubject(subject);
  const allowed = typeof allow === 'string' ? readAllowedFile(allow, 'allow', true) : [...allow];
  const difference = mesh.changesSince(readOlder(mesh, older), allowed);
  if (!difference.hasNewAccess) { return { verdict: AccessVerdict.ALLOW, explanation: difference.toText() }; }
  const certain = difference.allowed.some(({ after }) => after === AccessVerdict.ALLOW);
  return { verdict: certain ? AccessVerdict.DENY : AccessVerdict.UNKNOWN, explanation: difference.toText() };
}

/** What is not in the manifests is taken to be as it is now. */
function readOlder(mesh: MeshAccess, older: OlderVersion): MeshAccess {
  if (older instanceof MeshAccess) { return older; }
  if (typeof older === 'string') {
    const manifests = loadManifests([older]);
    if (manifests.length === 0) { throw new InputError(`${older}: there are no manifests`); }
    return mesh._alike(manifests);
  }
  if (Array.isArray(older)) { return mesh._alike((older as readonly object[]).map(object => ({ object }))); }
  throw new TypeError('the older version must be a folder or file of manifests, a list of manifests or a MeshAccess');
}
