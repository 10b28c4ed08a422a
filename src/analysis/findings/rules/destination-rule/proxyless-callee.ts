import { hasSidecar, isAmbient } from '../../../decision/proxies';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { toldTls } from '../../world/client-tls';

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/ */
export const PROXYLESS_CALLEE: Rule = {
  code: 'MESH0572',
  severity: 'error',
  aliases: [],
  title: 'mutual TLS to pods without proxy',
  explanation: 'ISTIO_MUTUAL makes callers speak mutual TLS whatever the callee can do. A pod without sidecar that is not in the ambient mesh gets TLS that it does not understand, '
    + 'and every call fails. Without `tls`, proxies find out for each pod what it can do.',
  fix: 'Leave `tls` out, or have the pods injected.',
  *find(world) {
    const seen = new Set<string>();
    for (const { rule, path, tls, service, port, pods } of toldTls(world)) {
      const key = `${nameOf(rule)} ${path}`;
      if (tls.mode !== 'ISTIO_MUTUAL' || seen.has(key) || port.protocol === 'udp') { continue; }
      const bare = pods.find(pod => hasSidecar(world.model, pod) === false && !isAmbient(world.model, pod));
      if (bare === undefined) { continue; }
      seen.add(key);
      yield { object: rule, path, message: `${bare.kind} ${nameOf(bare)}, which ${service.host} leads to, has no proxy` };
    }
  },
};
