import type { DeclaredGateway } from './declaration';
import { differenceId } from './difference-id';
import type { Difference } from './proof';
import { hostWithin } from '../hosts';
import type { MeshModel } from '../model';

/** Gateways that serve more than was declared: other hosts, to other namespaces, or with less of TLS. */
export function servingSafety(model: MeshModel, gateways: readonly DeclaredGateway[]): Difference[] {
  return gateways.flatMap(declared => model.gateways.in(declared.namespace).filter(({ name }) => name === declared.name).flatMap(gateway => {
    const where = `Gateway ${gateway.namespace}/${gateway.name}`;
    const difference = (path: string, message: string): Difference => ({
      id: differenceId('safety', 'routing', `${gateway.namespace}/${gateway.name}`, message),
      declared: [],
      side: 'safety',
      layer: 'routing',
      path: declared.path,
      message: `${where} ${message} (${path})`,
      object: gateway,
    });
    return gateway.servers.flatMap(server => [
      ...server.hosts.filter(({ namespace, host }) => !declared.hosts.some(own => {
        const [ownNamespace, ownHost] = own.split('/');
        return namespace === ownNamespace && hostWithin(host, ownHost);
      })).map(({ namespace, host }) => difference(server.path,
        `serves host '${host}' for VirtualServices of ${namespace === '*' ? 'any namespace' : `namespace '${namespace}'`}, which was not declared`)),
      ...declared.tls === undefined || server.httpsRedirect || server.tls === declared.tls ? [] : [difference(server.path,
        `serves port ${server.port} ${server.tls === undefined ? 'without TLS' : `with TLS ${server.tls}`}, and was declared with TLS ${declared.tls}`)],
    ]);
  }));
}
