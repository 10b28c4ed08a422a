import { writtenCredentials } from './written-credentials';
import type { Rule } from '../../rule';
import { listed, quoted } from '../../validation/words';
import { Inventory } from '../../world/inventory';
import { Secrets } from '../../world/secrets';

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/ */
export const MISSING_CREDENTIAL: Rule = {
  code: 'MESH0641',
  severity: 'error',
  aliases: ['IST0101'],
  title: 'Secret that the gateway\'s pods do not find',
  explanation: '`credentialName` is a Secret in the namespace of the gateway\'s pods, wherever the Gateway object is. Without it, no client comes through the handshake. That it is nowhere '
    + 'in the manifests is reported only where they have other Secrets of that namespace.',
  fix: 'Put the Secret into the namespace of the gateway\'s pods.',
  *find(world) {
    if (writtenCredentials(world).length === 0) { return; }
    const secrets = Secrets.of(world);
    for (const { object, at, name, namespaces } of writtenCredentials(world)) {
      for (const namespace of namespaces) {
        if (secrets.find(namespace, name) !== undefined) { continue; }
        const elsewhere = secrets.namespacesWith(name);
        const where = `namespace ${namespace}, where the gateway's pods are`;
        if (elsewhere.length > 0) {
          yield { object, path: at.path, message: `the Secret ${quoted(name)} is in namespace ${listed(elsewhere)}, not in ${where}` };
        } else if (secrets.areShownIn(namespace) && Inventory.of(world).shows(namespace)) {
          yield { object, path: at.path, severity: 'warning', message: `there is no Secret ${quoted(name)} in ${where}` };
        }
      }
    }
  },
};
