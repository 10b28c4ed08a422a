import { policyForPort } from '../../../decision/destination-rules';
import type { Rule } from '../../rule';
import { isHttp } from '../../validation/protocols';
import { quoted } from '../../validation/words';
import { ClientRules } from '../../world/client-rules';
import { entryPorts } from '../../world/entries';

/** @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/ */
export const PLAINTEXT_TO_HTTPS: Rule = {
  code: 'MESH0774',
  severity: 'warning',
  aliases: [],
  title: 'plaintext to the port for HTTPS',
  explanation: 'The port is declared as HTTP, so the application\'s requests go out as plaintext, to port 443, where servers expect TLS; and TLS of the application is no HTTP that a proxy could '
    + 'read. No DestinationRule lets the proxy begin TLS.',
  fix: 'Declare the port as HTTPS or TLS, or add a DestinationRule with `tls: { mode: SIMPLE }`.',
  *find(world) {
    for (const { object, host, port, number, protocol } of entryPorts(world)) {
      const target = port.at('targetPort').number ?? number;
      if (!isHttp(protocol) || target !== 443) { continue; }
      const begins = ClientRules.of(world).covering(host).some(rule => {
        const mode = policyForPort(rule.trafficPolicy, number)?.tls?.mode;
        return mode === 'SIMPLE' || mode === 'MUTUAL';
      });
      if (!begins) { yield { object, path: port.at('protocol').path, message: `${protocol} to port 443 of ${quoted(host)} is plaintext` }; }
    }
  },
};
