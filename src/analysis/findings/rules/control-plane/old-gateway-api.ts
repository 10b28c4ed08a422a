import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

const VERSION = 'gateway.networking.k8s.io/bundle-version';

/** The first release of the Gateway API whose definition istiod reads. */
const FIRST: { readonly [name: string]: readonly [number, number] } = {
  'grpcroutes.gateway.networking.k8s.io': [1, 1],
  'backendtlspolicies.gateway.networking.k8s.io': [1, 4],
  'tlsroutes.gateway.networking.k8s.io': [1, 5],
};

/** @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/ */
export const OLD_GATEWAY_API: Rule = {
  code: 'MESH1547',
  severity: 'warning',
  aliases: ['IST0176'],
  title: 'Gateway API that is too old',
  explanation: 'The definition is of a release that lacks the version that istiod reads, so objects of the kind are ignored.',
  fix: 'Install the definitions of a newer release of the Gateway API.',
  *find(world) {
    for (const object of world.objects('CustomResourceDefinition', 'apiextensions.k8s.io')) {
      const first = Object.prototype.hasOwnProperty.call(FIRST, object.name) ? FIRST[object.name] : undefined;
      const at = Cursor.of(object.object, 'metadata', 'annotations', VERSION);
      const [, major, minor] = /^v(\d+)\.(\d+)/.exec(at.string ?? '') ?? [];
      if (first === undefined || major === undefined) { continue; }
      if (Number(major) < first[0] || (Number(major) === first[0] && Number(minor) < first[1])) {
        yield { object, path: at.path, message: `${object.name} is of release ${at.string}, and istiod reads it from v${first.join('.')} on` };
      }
    }
  },
};
