import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
export const SELECTOR_IN_ROOT_NAMESPACE: Rule = {
  code: 'MESH1070',
  severity: 'error',
  aliases: [],
  title: 'PeerAuthentication that is ignored',
  explanation: 'In the root namespace Istio reads PeerAuthentications without selector only: one with a selector is for no workload of any namespace.',
  fix: 'Move it to the namespace of the workloads, or leave the selector out to mean the whole mesh.',
  *find({ model }) {
    for (const object of model.peerAuthentications.in(model.meshConfig.rootNamespace)) {
      if (object.selector !== undefined) { yield { object, path: 'spec.selector', message: 'in the root namespace a PeerAuthentication with selector is ignored' }; }
    }
  },
};
