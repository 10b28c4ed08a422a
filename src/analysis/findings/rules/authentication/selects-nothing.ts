import type { Rule } from '../../rule';
import { nobodySelected } from '../../world/nobody-selected';

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export const AUTHENTICATION_SELECTS_NOTHING: Rule = {
  code: 'MESH1042',
  severity: 'warning',
  aliases: ['KIA0004'],
  title: 'authentication for no workload',
  explanation: 'No pods have the labels that the PeerAuthentication or RequestAuthentication selects by, so it changes nothing.',
  fix: "Select by labels of the pods' template, or remove it.",
  *find(world) {
    const { model } = world;
    const isOfMesh = (namespace: string): boolean => namespace === model.meshConfig.rootNamespace;
    const authentications = [
      ...model.peerAuthentications.all.filter(({ namespace }) => !isOfMesh(namespace)),
      ...model.requestAuthentications.all.filter(({ hasTargets }) => !hasTargets),
    ];
    for (const object of authentications) {
      const { namespace, selector } = object;
      const message = nobodySelected(world, { namespace, selector, everywhere: isOfMesh(namespace) });
      if (message !== undefined) { yield { object, path: 'spec.selector.matchLabels', message }; }
    }
  },
};
