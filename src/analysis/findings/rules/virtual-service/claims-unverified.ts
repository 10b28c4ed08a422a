import { attachedTo } from '../../../decision/attachment';
import type { Workload } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { VIRTUAL_SERVICE } from '../../validation/kinds';
import { areThere } from '../../validation/places';
import { quoted } from '../../validation/words';
import { gatewaysOf } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';
import { GatewayPods } from '../../world/gateway-pods';

/** @see https://istio.io/latest/docs/tasks/security/authentication/jwt-route/ */
export const CLAIMS_UNVERIFIED: Rule = {
  code: 'MESH0450',
  severity: 'error',
  aliases: ['IST0149'],
  title: 'route by a claim that no gateway verifies',
  explanation: 'Claims are known to a gateway only if a RequestAuthentication for its pods has verified the token. Without one, a match on a claim never holds, and '
    + 'a match on its absence always does.',
  fix: 'Add a RequestAuthentication with the issuer of the token, in the namespace of the gateway\'s pods, that selects them.',
  *find(world) {
    if (!areThere(world, VIRTUAL_SERVICE, 'spec.http[].match[].headers', 'spec.http[].match[].withoutHeaders')) { return; }
    const { model } = world;
    const verifies = (pod: Workload): boolean => attachedTo(model.requestAuthentications, pod, model).some(({ rules }) => rules.length > 0);
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const claims = Cursor.of(object.object, 'spec', 'http').items.flatMap(route => route.at('match').items)
        .flatMap(match => [...match.at('headers').entries, ...match.at('withoutHeaders').entries])
        .filter(([name]) => name.toLowerCase().startsWith('@request.auth.claims'));
      const route = claims.length === 0 ? undefined : virtualServiceOf(world, object);
      if (route === undefined) { continue; }
      const pods = gatewaysOf(world, route).flatMap(gateway => GatewayPods.of(world).podsOf(gateway));
      const blind = pods.find(pod => !verifies(pod));
      if (blind === undefined) { continue; }
      for (const [name, at] of claims) {
        yield { object, path: at.path, message: `no RequestAuthentication verifies tokens at the gateway pods ${blind.namespace}/${blind.name}, so ${quoted(name)} is never there` };
      }
    }
  },
};
