import { tableEntries } from './build-table';
import { joinEntries } from './join-entries';
import { AccessTable } from '../access/access-table';
import type { MeshModel } from '../model';

/** What holds of every table. */
const REMARKS = [
  'A row is what mutual TLS with AuthorizationPolicies and NetworkPolicies leave open together. A caller\'s own Sidecar and routes bind no compromised caller; notes tell where they close what is open.',
  'A class of clients, such as "anyone", means workloads of these manifests as far as the rows of what they may reach say. Nobody is held back by what is not in the manifests.',
  'Ports are containers\' ports, of TCP unless another protocol is told. Beside the rows, a pod is reached by itself and by its own node.',
];

/** The whole table of a mesh. */
export function accessTableOf(model: MeshModel, problems: readonly string[]): AccessTable {
  const rows = joinEntries(model, tableEntries(model));
  return AccessTable._of(rows, [...REMARKS, ...problems.map(problem => `It could not be read: ${problem}`)]);
}
