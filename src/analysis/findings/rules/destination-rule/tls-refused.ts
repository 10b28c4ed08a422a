import { peerMode } from '../../../decision/inbound';
import { hasSidecar } from '../../../decision/proxies';
import type { ServicePort, Workload } from '../../../model';
import { nameOf, targetOf } from '../../../model';
import type { Rule } from '../../rule';
import type { ToldTls } from '../../world/client-tls';
import { toldTls } from '../../world/client-tls';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule */
export const TLS_REFUSED: Rule = {
  code: 'MESH0548',
  severity: 'error',
  aliases: ['KIA0207', 'KIA0208'],
  title: 'TLS settings that the callee\'s proxy refuses',
  explanation: 'Where mutual TLS is STRICT, the callee\'s proxy takes nothing but that of the mesh: DISABLE sends it plaintext, SIMPLE and MUTUAL send TLS with other certificates. On a '
    + 'port for HTTP, TLS with other certificates is refused even without STRICT.',
  fix: 'Leave `tls` out, so that proxies speak mutual TLS by themselves, or set its mode to ISTIO_MUTUAL.',
  *find(world) {
    const seen = new Set<string>();
    for (const told of toldTls(world)) {
      const key = `${nameOf(told.rule)} ${told.path}`;
      if (told.tls.mode === 'ISTIO_MUTUAL' || seen.has(key)) { continue; }
      for (const pod of told.pods) {
        const reason = refusal(world, told, pod, told.port);
        if (reason === undefined) { continue; }
        seen.add(key);
        yield { object: told.rule, path: told.path, message: `mode ${told.tls.mode} to port ${told.port.port} of ${told.service.host}: ${reason}` };
        break;
      }
    }
  },
};

function refusal(world: World, { tls }: ToldTls, pod: Workload, port: ServicePort): string | undefined {
  if (hasSidecar(world.model, pod) !== true || port.protocol === 'udp') { return undefined; }
  const { mode, policy, broken } = peerMode(world.model, pod, targetOf(port, pod) ?? 0);
  if (broken !== undefined) { return undefined; }
  if (mode === 'STRICT') { return `${policy === undefined ? 'a PeerAuthentication' : `PeerAuthentication ${nameOf(policy)}`} asks for the mutual TLS of the mesh`; }
  return tls.mode !== 'DISABLE' && port.protocol === 'http' ? `the proxy of ${pod.namespace}/${pod.name} reads HTTP there, and no TLS but that of the mesh` : undefined;
}
