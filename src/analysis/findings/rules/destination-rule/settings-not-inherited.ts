import { writtenPolicies } from './written-policies';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';

const FIELDS = ['tls', 'connectionPool', 'outlierDetection', 'loadBalancer'];

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy */
export const SETTINGS_NOT_INHERITED: Rule = {
  code: 'MESH0578',
  severity: 'warning',
  aliases: [],
  title: 'settings that a port does not inherit',
  explanation: 'An entry of `portLevelSettings` takes the place of the whole traffic policy for its port: what it does not repeat is the default again. TLS that is set for all ports '
    + 'is not used on this one.',
  fix: 'Repeat in the entry what shall hold for its port too.',
  *find(world) {
    for (const { object, policy, whole } of writtenPolicies(world)) {
      if (whole === undefined) { continue; }
      const lost = FIELDS.filter(field => whole.at(field).exists && !policy.at(field).exists);
      if (lost.length === 0) { continue; }
      const mode = lost.includes('tls') ? whole.at('tls', 'mode').string ?? 'DISABLE' : undefined;
      const severity = mode === undefined || mode === 'DISABLE' ? 'info' : 'warning';
      yield { object, path: policy.path, severity, message: `port ${policy.at('port', 'number').number ?? '?'} has no ${listed(lost.map(field => field === 'tls' ? `tls (${mode})` : field))} of the policy around it` };
    }
  },
};
