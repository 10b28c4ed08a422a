import { isWildcard } from '../../../hosts';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { destinationRuleOf } from '../../world/by-name';
import { ClientRules } from '../../world/client-rules';

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/ */
export const MESH_TLS_LOST: Rule = {
  code: 'MESH0546',
  severity: 'warning',
  aliases: ['KIA0204'],
  title: 'DestinationRule that switches the mutual TLS of the mesh off',
  explanation: 'With automatic mutual TLS switched off, only a DestinationRule asks for it. The most specific rule of a host counts alone: this one, without `tls`, takes the place of '
    + 'a wider one that asks for mutual TLS, and proxies send plaintext.',
  fix: 'Add `tls: { mode: ISTIO_MUTUAL }` to the traffic policy.',
  *find(world) {
    if (world.model.meshConfig.autoMtls) { return; }
    for (const object of world.objects('DestinationRule', 'networking.istio.io')) {
      const rule = destinationRuleOf(world, object);
      const own = rule?.trafficPolicy;
      if (rule === undefined || (own !== undefined && [own, ...own.ports].some(({ tls }) => tls !== undefined))) { continue; }
      const wider = ClientRules.of(world).covering(rule.host)
        .find(other => other.host !== rule.host && isWildcard(other.host) && other.trafficPolicy?.tls?.mode === 'ISTIO_MUTUAL');
      if (wider !== undefined) { yield { object, message: `DestinationRule ${nameOf(wider)} asks for mutual TLS to ${wider.host}, and this one takes its place for ${rule.host}` }; }
    }
  },
};
