import { meshedServices } from './meshed-services';
import { protocolNamed } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

const KUBERNETES = new Set(['kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss']);

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/ */
export const UNKNOWN_APP_PROTOCOL: Rule = {
  code: 'MESH0341',
  severity: 'warning',
  aliases: ['KIA0602', 'IST0118'],
  title: 'appProtocol that Istio does not know',
  explanation: 'A port whose appProtocol Istio does not know is one of which it knows nothing: its name is not asked any more.',
  fix: 'Write http, http2, https, grpc, grpc-web, mongo, mysql, redis, tcp, tls or kubernetes.io/h2c, or leave appProtocol out.',
  *find(world) {
    for (const service of meshedServices(world)) {
      for (const port of Cursor.of(service.object, 'spec', 'ports').items) {
        const at = port.at('appProtocol');
        const value = at.string?.toLowerCase();
        if (value === undefined || value === '' || KUBERNETES.has(value) || value.startsWith('grpc-web') || protocolNamed(value.split('-')[0]) !== undefined) { continue; }
        yield { object: service, path: at.path, message: `Istio does not know the appProtocol ${quoted(at.string)}` };
      }
    }
  },
};
