import type { Cursor } from '../../../cursor';

/** Whether a VirtualService, given by its spec, is for gateways and for no sidecar. */
export function isGatewayOnly(spec: Cursor): boolean {
  const gateways = spec.at('gateways').items;
  return gateways.length > 0 && gateways.every(({ string }) => string !== 'mesh');
}
