import { weightedDestinations } from './destinations';
import { MESH, planHttp } from './http-plan';
import { httpMatch, httpRoute, isEverything } from './http-route';
import { planStream } from './stream-plan';
import type { TrafficModel } from './traffic-model';
import { AppProtocol, isHttp } from '../calls/app-protocol';
import type { MeshKinds } from '../private/mesh-object';

type VirtualServiceSpec = MeshKinds['VirtualService'];
type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];
type TlsRoute = NonNullable<VirtualServiceSpec['tls']>[number];

/** The VirtualService by which the proxies of the mesh route a host, on every port of it. */
export function virtualService(model: TrafficModel): VirtualServiceSpec {
  const several = model.ports.length > 1;
  const http = model.ports.filter(port => isHttp(port.protocol)).flatMap(port => planHttp(model, port, MESH).routes.map(route =>
    httpRoute(route, model.host, port.port, several ? [{ ...httpMatch(route.match), port: port.port }]
      : isEverything(route.match) ? [] : [httpMatch(route.match)])));
  const tcp: TcpRoute[] = [];
  const tls: TlsRoute[] = [];
  for (const port of model.ports.filter(({ protocol }) => !isHttp(protocol))) {
    for (const { match, action } of planStream(model, port)) {
      const asked = { ...several ? { port: port.port } : {}, ...match };
      const route = weightedDestinations(model.host, port.port, action.shares);
      if (port.protocol === AppProtocol.TCP) {
        tcp.push({ ...Object.keys(asked).length > 0 ? { match: [asked] } : {}, route });
      } else {
        // Istio routes TLS by the server's name alone, and passes over routes for TCP.
        tls.push({ match: [{ ...asked, sniHosts: [model.host] }], route });
      }
    }
  }
  return { hosts: [model.host], ...http.length > 0 ? { http } : {}, ...tls.length > 0 ? { tls } : {}, ...tcp.length > 0 ? { tcp } : {} };
}
