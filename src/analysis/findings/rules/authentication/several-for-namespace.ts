import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/concepts/security/#peer-authentication */
export const SEVERAL_FOR_NAMESPACE: Rule = {
  code: 'MESH1040',
  severity: 'error',
  aliases: ['KIA0002'],
  title: 'several PeerAuthentications for a whole namespace',
  explanation: 'Of PeerAuthentications without selector the oldest counts, and of those that are applied together nobody knows which that is.',
  fix: 'Keep one for the namespace, and give the others selectors.',
  *find({ model }) {
    for (const namespace of model.namespaces.keys()) {
      const [first, ...more] = model.peerAuthentications.in(namespace).filter(({ selector }) => selector === undefined);
      for (const object of more) {
        yield { object, path: 'spec', message: `PeerAuthentication ${first.namespace}/${first.name} is for the whole namespace too` };
      }
    }
  },
};
