import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { listed, quoted } from '../../validation/words';
import { GATEWAY_API, isGranted } from '../../world/api-routes';
import { Inventory } from '../../world/inventory';
import { Secrets } from '../../world/secrets';

/** @see https://gateway-api.sigs.k8s.io/guides/tls/ */
export const CERTIFICATE_MISSING: Rule = {
  code: 'MESH1274',
  severity: 'error',
  aliases: [],
  title: 'certificate that the Gateway does not get',
  explanation: 'The Secrets of a listener are those of the Gateway\'s namespace, or of another one that permits it by a ReferenceGrant. Without its certificate the listener takes no connections. '
    + 'That a Secret is nowhere in the manifests is reported only where they have others of that namespace.',
  fix: 'Put the Secret into the namespace of the Gateway, or write a ReferenceGrant where it is.',
  *find(world) {
    const secrets = Secrets.of(world);
    for (const gateway of world.objects('Gateway', GATEWAY_API)) {
      for (const at of Cursor.of(gateway.object, 'spec', 'listeners').items.flatMap(listener => listener.at('tls', 'certificateRefs').items)) {
        const name = at.at('name').string;
        if (name === undefined || (at.at('kind').string ?? 'Secret') !== 'Secret' || (at.at('group').string ?? '') !== '') { continue; }
        const namespace = at.at('namespace').string ?? gateway.namespace;
        const from = { group: GATEWAY_API, kind: 'Gateway', namespace: gateway.namespace };
        const isShown = secrets.areShownIn(namespace) && Inventory.of(world).shows(namespace);
        const [elsewhere] = [secrets.namespacesWith(name)];
        const { path } = at.at('name');
        if (secrets.find(namespace, name) === undefined && elsewhere.length > 0) {
          yield { object: gateway, path, message: `the Secret ${quoted(name)} is in namespace ${listed(elsewhere)}, not in ${namespace}` };
        } else if (secrets.find(namespace, name) === undefined && isShown) {
          yield { object: gateway, path, severity: 'warning', message: `there is no Secret ${quoted(name)} in namespace ${namespace}` };
        } else if (!isGranted(world, from, { group: '', kind: 'Secret', namespace, name }) && (isShown || elsewhere.length > 0 || Inventory.of(world).shows(namespace))) {
          yield { object: gateway, path, message: `no ReferenceGrant of namespace ${namespace} lets Gateways of namespace ${gateway.namespace} use the Secret ${quoted(name)}` };
        }
      }
    }
  },
};
