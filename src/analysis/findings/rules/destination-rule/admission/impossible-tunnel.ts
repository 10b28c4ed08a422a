import { trafficPolicies } from './traffic-policies';
import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { isAddress } from '../../../validation/addresses';
import { fqdnProblem } from '../../../validation/dns-names';
import { portProblem } from '../../../validation/ports';
import { quoted } from '../../../validation/words';

export const IMPOSSIBLE_TUNNEL: Rule = {
  code: 'MESH0505',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'tunnel that cannot be',
  explanation: 'A tunnel goes to a host and a port, by CONNECT or POST, and not beside the PROXY protocol. Istio refuses it otherwise.',
  fix: 'Give targetHost and targetPort, and CONNECT or POST as the protocol.',
  *find(world) {
    for (const { object, at } of trafficPolicies(world)) {
      const tunnel = at.at('tunnel');
      const message = tunnel.object === undefined ? undefined : at.at('proxyProtocol').exists ? 'tunnel and proxyProtocol exclude each other' : problemOf(tunnel);
      if (message !== undefined) { yield { object, path: tunnel.path, message }; }
    }
  },
};

function problemOf(tunnel: Cursor): string | undefined {
  const [protocol, host, port] = [tunnel.at('protocol').string ?? '', tunnel.at('targetHost').string ?? '', tunnel.at('targetPort').number ?? 0];
  if (!['', 'CONNECT', 'POST'].includes(protocol)) { return `${quoted(protocol)} is no protocol of tunnels: CONNECT or POST`; }
  return (isAddress(host) ? undefined : fqdnProblem(host)) ?? portProblem(port);
}
