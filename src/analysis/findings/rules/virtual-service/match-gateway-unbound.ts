import { writtenGateways } from './written-gateways';
import type { Rule } from '../../rule';
import { listed, quoted } from '../../validation/words';
import { virtualServiceOf } from '../../world/by-name';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export const MATCH_GATEWAY_UNBOUND: Rule = {
  code: 'MESH0475',
  severity: 'warning',
  aliases: [],
  title: 'match for a gateway that the VirtualService is not bound to',
  explanation: '`gateways` of a match narrows those of the VirtualService. For a gateway that is not among them, the match never holds.',
  fix: 'Add the gateway to the `gateways` of the VirtualService; without any they are `mesh` alone.',
  *find(world) {
    for (const { object, at, name, inMatch } of writtenGateways(world)) {
      const route = inMatch ? virtualServiceOf(world, object) : undefined;
      // A delegate has its gateways from the rules that delegate to it.
      if (route === undefined || route.hosts.length === 0 || route.gateways.includes(name)) { continue; }
      yield { object, path: at.path, message: `the VirtualService is used at ${listed(route.gateways.map(gateway => quoted(gateway)))}, not at ${quoted(name)}` };
    }
  },
};
