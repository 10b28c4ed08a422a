import type { MeshModel, Workload } from '../model';
import { targetOf } from '../model';
import { AddressAuthority } from './address-authority';
import type { Incoming } from './callee';
import { receive } from './callee';
import { anyOf, together } from './combine';
import type { Decision } from './decision';
import { namespaceMode, peerMode, servicesOf } from './inbound';
import { decideConnection } from './layers/network-policies';
import { addressOf, routable } from './leaving';
import { interceptsInbound, isAmbient } from './proxies';
import type { Request } from './request';
import { isHttp } from './request';
import type { Transport } from './transport';
import { PLAINTEXT } from './transport';
import { Unknown } from './tri';

/** An identity without a pod: only what the callee's side says of it. */
export function fromPrincipal(model: MeshModel, callee: Workload, sidecar: boolean, principal: string, request: Request): Decision {
  const address = addressOf(request.from, principal);
  const served = servicesOf(model, callee).flatMap(service => service.ports
    .filter(port => targetOf(port, callee) === request.port)
    .map(port => `${service.host}:${port.port}`));
  const hosts = request.host !== undefined ? [request.host] : served.length > 0 ? served : [undefined];
  // A proxy of the mesh sends mutual TLS wherever the callee can end it.
  const able = sidecar && model.meshConfig.autoMtls && namespaceMode(model, callee.namespace).mode !== 'DISABLE'
    && peerMode(model, callee, request.port).mode !== 'DISABLE' && interceptsInbound(callee, request.port).intercepted !== false;
  const mutual: Transport = { kind: 'mutual', reason: 'a proxy of the mesh sends mutual TLS', serverName: new Unknown('the server name is not known') };
  const transport = able ? mutual : PLAINTEXT;
  return anyOf(hosts.map(host => together(receive(model, callee, sidecar, isAmbient(model, callee), request, {
    transport,
    identity: principal,
    peerAddress: address,
    remoteAddress: address,
    refused: 'reset',
    ...isHttp(request) ? { request: { ...routable(model, request, host ?? ''), authority: host ?? new AddressAuthority(request.port) } } : {},
  }))));
}

/** Straight to the pod's address, in plaintext. */
export function fromOutside(model: MeshModel, callee: Workload, sidecar: boolean, request: Request): Decision {
  const address = addressOf(request.from, 'the caller');
  const peer = { kind: 'external' as const, ...request.from.address === undefined ? {} : { address: request.from.address } };
  const network = decideConnection(model, peer, callee, request.port);
  const authority = request.host ?? callee.addresses.map(own => `${own}:${request.port}`)[0] ?? new AddressAuthority(request.port);
  const incoming: Incoming = {
    transport: PLAINTEXT,
    peerAddress: address,
    remoteAddress: address,
    refused: 'reset',
    ...isHttp(request) ? { request: { ...routable(model, request, ''), authority } } : {},
  };
  return together([network, ...receive(model, callee, sidecar, isAmbient(model, callee), request, incoming)]);
}
