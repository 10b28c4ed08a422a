import { writtenPolicies } from './written-policies';
import type { ServicePort } from '../../../model';
import type { Rule } from '../../rule';
import { destinationRuleOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';

/** @see https://istio.io/latest/docs/ops/common-problems/network-issues/#double-tls */
export const DOUBLE_TLS: Rule = {
  code: 'MESH0579',
  severity: 'warning',
  aliases: [],
  title: 'TLS within TLS',
  explanation: 'On a port that is declared as HTTPS or TLS the application speaks TLS itself. A DestinationRule with mode SIMPLE or MUTUAL wraps that into TLS again, which servers '
    + 'do not understand.',
  fix: 'Declare the port as HTTP, so that the application sends plaintext and its proxy encrypts it, or leave `tls` out.',
  *find(world) {
    for (const { object, policy, whole } of writtenPolicies(world)) {
      const tls = policy.at('tls');
      const mode = tls.at('mode').string;
      const rule = mode === 'SIMPLE' || mode === 'MUTUAL' ? destinationRuleOf(world, object) : undefined;
      if (rule === undefined) { continue; }
      const [service] = Hosts.of(world).find(rule.host, rule.namespace).visible;
      const own = policy.at('port', 'number').number;
      const others = new Set(whole === undefined ? policy.at('portLevelSettings').items.map(entry => entry.at('port', 'number').number) : []);
      const isMeant = ({ port }: ServicePort): boolean => whole === undefined ? !others.has(port) : port === own;
      const doubled = service?.ports.filter(isMeant) ?? [];
      const first = doubled.find(({ applicationTls }) => applicationTls === true);
      // Where another port is meant to be encrypted, the mistake is not to have said for which.
      if (first === undefined) { continue; }
      yield { object, path: tls.path, message: `on port ${first.port} of ${rule.host} the application speaks TLS itself` };
    }
  },
};
