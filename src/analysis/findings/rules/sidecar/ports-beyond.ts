import { outboundMode } from '../../../decision/sidecar-scope';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
export const PORTS_BEYOND: Rule = {
  code: 'MESH0871',
  severity: 'warning',
  aliases: [],
  title: 'Sidecar that knows hosts on some ports only',
  explanation: 'A listener with a port is for that port alone. Where every egress listener has one, the workload knows no service on any other port: calls there are dropped, or passed through as '
    + 'plaintext without identity.',
  fix: 'Add a listener without port for all the others, or leave `port` out.',
  *find(world) {
    for (const sidecar of world.model.sidecars.all) {
      const { egress } = sidecar;
      if (egress === undefined || egress.some(({ port }) => port === undefined)) { continue; }
      const fate = outboundMode(world.model, sidecar) === 'REGISTRY_ONLY' ? 'dropped' : 'passed through without mutual TLS';
      yield { object: sidecar, path: 'spec.egress', message: `what is sent to other ports than ${listed([...new Set(egress.map(({ port }) => String(port)))])} is ${fate}` };
    }
  },
};
