import type { Rule } from '../../rule';
import { labelsText } from '../../validation/words';
import { Inventory } from '../../world/inventory';
import { Pods } from '../../world/pods';

/** @see https://kubernetes.io/docs/concepts/services-networking/service/ */
export const SERVICE_SELECTS_NOTHING: Rule = {
  code: 'MESH0370',
  severity: 'warning',
  aliases: [],
  title: 'Service without pods',
  explanation: 'No pods have the labels that the Service selects by, so calls of it are answered with 503.',
  fix: "Select by labels of the pods' template.",
  *find(world) {
    const pods = Pods.of(world);
    // Manifests of Services alone say nothing about pods.
    if (world.model.workloads.all.length === 0) { return; }
    for (const object of world.model.services.all) {
      if (object.kind !== 'Service' || object.selector === undefined || !Inventory.of(world).shows(object.namespace)) { continue; }
      if (world.model.workloads.in(object.namespace).length === 0 || pods.selectedBy(object.selector, object.namespace).length > 0) { continue; }
      yield { object, path: 'spec.selector', message: `no workload of namespace ${object.namespace} has the labels ${labelsText(object.selector)}` };
    }
  },
};
