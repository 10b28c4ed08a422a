import { policiesWith } from './written-policies';
import { hasSidecar } from '../../../decision/proxies';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { destinationRuleOf } from '../../world/by-name';
import { ClientRules } from '../../world/client-rules';
import { GATEWAY_NAME } from '../../world/gateway-pods';
import { Hosts } from '../../world/hosts';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings */
export const CREDENTIAL_AT_SIDECARS: Rule = {
  code: 'MESH0573',
  severity: 'warning',
  aliases: ['IST0128', 'IST0129'],
  title: 'credential that sidecars do not use: plaintext',
  explanation: 'Gateways read `credentialName`. Sidecars read it only where the rule selects them by `workloadSelector`; without that they begin no TLS at all, and send what was meant '
    + 'to be encrypted as plaintext..',
  fix: 'Add a `workloadSelector` for the callers and give them the Secret, or export the rule to the namespace of the egress gateway alone.',
  *find(world) {
    for (const { object, policy } of policiesWith(world, 'tls.credentialName')) {
      const tls = policy.at('tls');
      const name = tls.at('credentialName').string;
      const mode = tls.at('mode').string;
      if (name === undefined || name === '' || name.startsWith('configmap://') || (mode !== 'SIMPLE' && mode !== 'MUTUAL')) { continue; }
      const rule = destinationRuleOf(world, object);
      if (rule === undefined || rule.workloadSelector !== undefined) { continue; }
      const [service] = Hosts.of(world).find(rule.host, rule.namespace).visible;
      const isApplied = (namespace: string): boolean => service !== undefined && ClientRules.of(world).appliedBy(namespace, service)?.rule === rule;
      // Of a host that no manifest has it is not known who applies the rule.
      if (service !== undefined && !world.once(sidecarNamespaces).some(isApplied)) { continue; }
      yield { object, path: tls.at('credentialName').path, message: `sidecars do not use the credential ${quoted(name)} and send plaintext to ${rule.host}` };
    }
  },
};

/** Namespaces with pods that have a sidecar, for certain. */
function sidecarNamespaces({ model }: World): readonly string[] {
  const pods = model.workloads.all.filter(pod => !pod.labels.has(GATEWAY_NAME) && !(pod.annotations.get('inject.istio.io/templates') ?? '').includes('gateway'));
  return [...new Set(pods.filter(pod => hasSidecar(model, pod) === true).map(({ namespace }) => namespace))];
}
