import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/ */
export const SELECTOR_IN_ROOT: Rule = {
  code: 'MESH0844',
  severity: 'warning',
  aliases: ['KIA1006'],
  title: 'Sidecar of the root namespace with a selector',
  explanation: 'A Sidecar in the root namespace is the default of the whole mesh only without a selector. With one it is for pods of the root namespace alone, and gateways, which run there, '
    + 'ignore it.',
  fix: 'Leave the selector out, or move the Sidecar into the namespace of the pods.',
  *find(world) {
    for (const sidecar of world.model.sidecars.in(world.model.meshConfig.rootNamespace)) {
      if (sidecar.workloadSelector === undefined || sidecar.workloadSelector.size === 0) { continue; }
      yield { object: sidecar, path: 'spec.workloadSelector', message: `it is for pods of namespace ${sidecar.namespace} alone, not for those of the mesh` };
    }
  },
};
