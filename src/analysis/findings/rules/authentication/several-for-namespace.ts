import type { Rule } from '../../rule';
import { rivals } from '../../world/rivals';

/** @see https://istio.io/latest/docs/concepts/security/#peer-authentication */
export const SEVERAL_FOR_NAMESPACE: Rule = {
  code: 'MESH1040',
  severity: 'error',
  aliases: ['KIA0002'],
  title: 'several PeerAuthentications for a whole namespace',
  explanation: 'Of PeerAuthentications without selector the oldest counts, and of those that are applied together nobody knows which that is.',
  fix: 'Keep one for the namespace, and give the others selectors.',
  *find({ model }) {
    const general = model.peerAuthentications.all.filter(({ selector }) => selector === undefined);
    for (const { one, other } of rivals(general, ({ namespace }) => [namespace])) {
      yield { object: one, path: 'spec', message: `PeerAuthentication ${other.namespace}/${other.name} is for the whole namespace too` };
    }
  },
};
