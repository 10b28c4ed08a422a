import { writtenPolicies } from './written-policies';
import type { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy */
export const REPEATED_PORT: Rule = {
  code: 'MESH0576',
  severity: 'warning',
  aliases: [],
  title: 'port with two entries of settings',
  explanation: 'Of the settings for one port only the first entry counts. istiod takes both without a word.',
  fix: 'Merge the two entries.',
  *find(world) {
    const seen = new Map<Cursor, Set<number>>();
    for (const { object, policy, whole } of writtenPolicies(world)) {
      const port = policy.at('port', 'number');
      if (whole === undefined || port.number === undefined) { continue; }
      let ports = seen.get(whole);
      if (ports === undefined) { seen.set(whole, ports = new Set()); }
      if (ports.has(port.number)) { yield { object, path: port.path, message: `there is an entry for port ${port.number} before` }; }
      ports.add(port.number);
    }
  },
};
