import type { Rule } from '../../../rule';
import { fqdnProblem } from '../../../validation/dns-names';
import { SIDECAR } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';
import { portProblem } from '../../../validation/ports';

export const IMPOSSIBLE_EGRESS_PROXY: Rule = {
  code: 'MESH0812',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'egress proxy that gets nothing',
  explanation: 'An egressProxy, which is deprecated, gets what goes to unknown hosts, which only ALLOW_ANY lets go; and it has a host and a port. Istio refuses others.',
  fix: 'Give the mode ALLOW_ANY, and the host and port of a Service; better route by a Gateway for egress.',
  find: world => refused(places(world, SIDECAR, 'spec.outboundTrafficPolicy'), at => {
    const proxy = at.at('egressProxy');
    const mode = at.at('mode').string ?? 'REGISTRY_ONLY';
    if (mode === 'ALLOW_ANY_DYNAMIC_DNS') { return 'ALLOW_ANY_DYNAMIC_DNS is for the whole mesh only'; }
    if (proxy.object === undefined) { return undefined; }
    if (mode !== 'ALLOW_ANY') { return `egressProxy and ${mode} exclude each other`; }
    const problem = fqdnProblem(proxy.at('host').string ?? '');
    return problem ?? (proxy.at('port').exists ? portProblem(proxy.at('port', 'number').number ?? 0) : 'egressProxy has no port');
  }),
};
