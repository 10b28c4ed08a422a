import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy */
export const SEVERAL_INJECTION_LABELS: Rule = {
  code: 'MESH0241',
  severity: 'warning',
  aliases: ['IST0123'],
  title: 'labels that ask for different meshes',
  explanation: 'Of istio-injection, istio.io/rev and istio.io/dataplane-mode a namespace takes one. With istio-injection beside istio.io/rev the revision is not asked; beside ambient mode nobody can foresee what pods get.',
  fix: 'Keep one of the labels.',
  *find({ model }) {
    for (const { name, element, labels } of model.namespaces.values()) {
      if (element === undefined) { continue; }
      const injection = labels.get('istio-injection');
      const present = [
        ...injection === undefined ? [] : ['istio-injection'],
        ...injection === undefined || injection === 'enabled'
          ? ['istio.io/rev', 'istio.io/dataplane-mode'].filter(label => labels.has(label) && labels.get(label) !== 'none') : [],
      ];
      if (present.length > 1) {
        yield { object: element, path: 'metadata.labels', message: `namespace ${name} has the labels ${present.join(' and ')}` };
      }
    }
  },
};
