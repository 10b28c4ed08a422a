import { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { places, within } from '../../../validation/places';
import { quoted } from '../../../validation/words';

const PROTOCOLS = new Set(['http', 'http2', 'grpc', 'tls']);

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution */
export const IMPOSSIBLE_DYNAMIC_DNS: Rule = {
  code: 'MESH0713',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'dynamic resolution of what is no wildcard of HTTP or TLS',
  explanation: 'With DYNAMIC_DNS proxies resolve the name that a request of HTTP, gRPC or TLS brings: hosts are wildcards, and nothing else gives addresses. Istio refuses others.',
  fix: 'Give wildcards only, without addresses and endpoints; for whole names use the resolution DNS.',
  *find(world) {
    for (const { object, at } of places(world, SERVICE_ENTRY, 'spec')) {
      if (at.at('resolution').string !== 'DYNAMIC_DNS') { continue; }
      for (const { path, string } of at.at('hosts').items) {
        if (string !== undefined && !string.startsWith('*')) { yield { object, path, message: `${quoted(string)} is no wildcard` }; }
      }
      for (const field of ['addresses', 'endpoints']) {
        if (at.at(field).length > 0) { yield { object, path: at.at(field).path, message: `DYNAMIC_DNS has no ${field}` }; }
      }
      for (const port of within(at, 'ports[]')) {
        const protocol = port.at('protocol').string ?? '';
        if (port.object !== undefined && !PROTOCOLS.has(protocol.toLowerCase())) { yield { object, path: port.at('protocol').path, message: `${quoted(protocol)} brings no name to resolve` }; }
      }
      const waypoint = Cursor.of(object.object, 'metadata', 'labels', 'istio.io/use-waypoint').string ?? '';
      if (at.at('location').string === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none') {
        yield { object, path: at.at('location').path, message: `MESH_INTERNAL with DYNAMIC_DNS has no waypoint, such as ${quoted(waypoint)}` };
      }
    }
  },
};
