import { peerMode } from '../../../decision/inbound';
import { nameOf, targetOf } from '../../../model';
import type { Rule } from '../../rule';
import { toldTls } from '../../world/client-tls';

/** @see https://istio.io/latest/docs/concepts/security/#mutual-tls-authentication */
export const TLS_MODE_DISABLED: Rule = {
  code: 'MESH0547',
  severity: 'error',
  aliases: ['KIA0205', 'KIA0206', 'KIA0505', 'KIA0506'],
  title: 'mutual TLS to workloads that have it switched off',
  explanation: 'The DestinationRule makes callers speak the mesh\'s mutual TLS, and a PeerAuthentication with mode DISABLE makes the callee\'s proxy pass it on to the application '
    + 'as it is: every call fails.',
  fix: 'Set the mode of the PeerAuthentication to STRICT or PERMISSIVE, or leave `tls` out of the DestinationRule.',
  *find(world) {
    const seen = new Set<string>();
    for (const { rule, path, tls, service, port, pods } of toldTls(world)) {
      const key = `${nameOf(rule)} ${path}`;
      if (tls.mode !== 'ISTIO_MUTUAL' || seen.has(key)) { continue; }
      for (const pod of pods) {
        const { mode, policy, broken } = peerMode(world.model, pod, targetOf(port, pod) ?? 0);
        if (mode !== 'DISABLE' || broken !== undefined) { continue; }
        seen.add(key);
        yield {
          object: rule,
          path,
          message: `callers of ${service.host} speak mutual TLS on port ${port.port}, which ${policy === undefined ? 'a PeerAuthentication' : `PeerAuthentication ${nameOf(policy)}`} switches off`,
        };
        break;
      }
    }
  },
};
