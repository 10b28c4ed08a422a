import { settings } from './admission/traffic-policies';
import { writtenPolicies } from './written-policies';
import type { ServicePort } from '../../../model';
import type { Rule } from '../../rule';
import { destinationRuleOf } from '../../world/by-name';
import { destinationsOf } from '../../world/destinations';
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
    if (settings(world, 'tls.mode').length === 0) { return; }
    const encrypted = new Set(destinationsOf(world).filter(({ protocol }) => protocol === 'http').map(({ host, port }) => `${host} ${port ?? ''}`));
    for (const { object, policy, whole } of writtenPolicies(world)) {
      const tls = policy.at('tls');
      const mode = tls.at('mode').string;
      const rule = mode === 'SIMPLE' || mode === 'MUTUAL' ? destinationRuleOf(world, object) : undefined;
      if (rule === undefined) { continue; }
      const [service] = Hosts.of(world).find(rule.host, rule.namespace).visible;
      const own = policy.at('port', 'number').number;
      const others = new Set(whole === undefined ? policy.at('portLevelSettings').items.map(entry => entry.at('port', 'number').number) : []);
      const isMeant = ({ port }: ServicePort): boolean => whole === undefined ? !others.has(port) : port === own;
      const first = service?.ports.filter(isMeant).find(({ applicationTls }) => applicationTls === true);
      // Requests that come in as plaintext on another port may be routed to this one to be encrypted.
      if (first === undefined || encrypted.has(`${rule.host} ${first.port}`)) { continue; }
      yield { object, path: tls.path, message: `on port ${first.port} of ${rule.host} the application speaks TLS itself` };
    }
  },
};
