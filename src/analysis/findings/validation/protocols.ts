import { quoted } from './words';
import { isApplicationTls, protocolNamed } from '../../model/protocols';

/** What is wrong with the protocol of a port. */
export function protocolProblem(name: string): string | undefined {
  return protocolNamed(name) === undefined
    ? `${quoted(name)} is no protocol that Istio knows: HTTP, HTTP2, HTTP_PROXY, GRPC, GRPC-Web, HTTPS, TLS, TCP, MONGO, REDIS, MYSQL or UDP`
    : undefined;
}

/** Protocols in which a proxy reads requests. */
export function isHttp(name: string): boolean {
  return protocolNamed(name) === 'http';
}

/** HTTPS and TLS. */
export function isTls(name: string): boolean {
  return isApplicationTls(name);
}

/** Protocols that are bytes to a proxy: TLS included, UDP not. */
export function isTcp(name: string): boolean {
  return protocolNamed(name) === 'tcp';
}
