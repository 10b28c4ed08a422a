import { tableEntries } from './build-table';
import { joinEntries } from './join-entries';
import { AccessTable } from '../access/access-table';
import type { MeshModel } from '../model';

/** What holds of every table. */
const REMARKS = [
  'A row is what mutual TLS with AuthorizationPolicies and NetworkPolicies leave open together. A caller\'s own Sidecar and routes are no '
    + 'boundary, since a compromised caller steps around them; notes tell where its Sidecar closes what is open.',
  'A class of clients, such as "anyone", has the workloads of these manifests in it as far as the rows of what they may reach let them out. '
    + 'Pods of others that have the labels of a workload count as that workload.',
  'Ports are those of containers, of TCP unless another protocol is told. Beside what rows tell, a pod is reached by itself and by its own node.',
];

/** The whole table of a mesh. */
export function accessTableOf(model: MeshModel, problems: readonly string[], entries = tableEntries(model)): AccessTable {
  const rows = joinEntries(model, entries);
  return AccessTable._of(rows, [...REMARKS, ...problems.map(problem => `It could not be read: ${problem}`)]);
}
