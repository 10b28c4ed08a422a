/**
 * What a port speaks, in the words of Istio's port names and of Kubernetes' `appProtocol`.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export enum AppProtocol {
  /** HTTP/1.1. */
  HTTP = 'http',
  /** HTTP/2 without TLS. */
  HTTP2 = 'http2',
  /** gRPC. */
  GRPC = 'grpc',
  /** gRPC-Web. */
  GRPC_WEB = 'grpc-web',
  /** Opaque bytes, server-first protocols such as MySQL's among them. */
  TCP = 'tcp',
  /** TLS that the workload itself terminates; opaque to the mesh. */
  TLS = 'tls',
  /** HTTPS that the workload itself terminates; opaque to the mesh. */
  HTTPS = 'https',
}

/** Can gRPC be spoken to a port? It needs HTTP/2, unless it is gRPC-Web. */
export function isGrpc(protocol: AppProtocol): boolean {
  return protocol === AppProtocol.GRPC || protocol === AppProtocol.GRPC_WEB || protocol === AppProtocol.HTTP2;
}

/** Does the mesh see HTTP requests in what the port speaks? */
export function isHttp(protocol: AppProtocol): boolean {
  return protocol === AppProtocol.HTTP || protocol === AppProtocol.HTTP2
    || protocol === AppProtocol.GRPC || protocol === AppProtocol.GRPC_WEB;
}
