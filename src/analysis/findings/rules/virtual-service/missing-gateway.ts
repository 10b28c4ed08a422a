import { writtenGateways } from './written-gateways';
import type { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { gatewayNamed } from '../../world/by-name';
import { Inventory } from '../../world/inventory';

/** What is not is refused anyway. */
const WELL_FORMED = /^[a-z0-9-]+\/[a-z0-9-]+$/;

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export const MISSING_GATEWAY: Rule = {
  code: 'MESH0444',
  severity: 'error',
  aliases: ['IST0101', 'KIA1102'],
  title: 'gateway that does not exist',
  explanation: 'A VirtualService is used at the Gateways that it names, and in the mesh only if it names `mesh` as well, or nothing. Where it names a Gateway that '
    + 'is not there, nothing comes in. A Gateway of a namespace of which the manifests show nothing is not reported.',
  fix: 'Name the Gateway by `namespace/name`, or `mesh` for the proxies of the mesh.',
  *find(world) {
    const inventory = Inventory.of(world);
    const inhabited = new Set(world.model.gateways.all.map(({ namespace }) => namespace));
    for (const { object, at, name } of writtenGateways(world)) {
      if (name === 'mesh' || !WELL_FORMED.test(name) || gatewayNamed(world, name) !== undefined) { continue; }
      const namespace = name.slice(0, name.indexOf('/'));
      if (namespace !== object.namespace && !inventory.shows(namespace) && !inhabited.has(namespace)) { continue; }
      yield { object, path: at.path, message: `there is no Gateway ${name}${hint(at)}` };
    }
  },
};

function hint(at: Cursor): string {
  return at.string?.includes('/') === true ? '' : `, which ${quoted(at.string)} means here`;
}
