import { hasSidecar } from '../../../decision/proxies';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/ */
export const NAMESPACE_NOT_INJECTED: Rule = {
  code: 'MESH0240',
  severity: 'info',
  aliases: ['IST0102', 'IST0148'],
  title: 'namespace outside of the mesh',
  explanation: 'No label of the namespace asks for sidecars or ambient mode, so pods that do not ask themselves have neither identity nor policies.',
  fix: 'Label the namespace istio-injection: enabled or istio.io/rev: REVISION; or istio-injection: disabled, if it is meant.',
  *find({ model }) {
    for (const { name, element, labels } of model.namespaces.values()) {
      if (element === undefined || name === model.meshConfig.rootNamespace || name.startsWith('kube-')) { continue; }
      if (['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'].some(label => labels.get(label) !== undefined && labels.get(label) !== '')) { continue; }
      // Pods that ask themselves have what the namespace does not give.
      const workloads = model.workloads.in(name);
      if (workloads.length > 0 && workloads.every(workload => hasSidecar(model, workload) === true)) { continue; }
      yield { object: element, path: 'metadata.labels', message: `nothing brings the pods of namespace ${name} into the mesh` };
    }
  },
};
