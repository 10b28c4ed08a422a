import { MESH, planHttp } from './http-plan';
import { httpMatch, httpRoute, isEverything, weightedDestinations } from './http-route';
import type { TrafficModel } from './traffic-model';
import { isHttp } from '../calls/app-protocol';
import type { MeshKinds } from '../private/mesh-object';

type VirtualServiceSpec = MeshKinds['VirtualService'];
type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];

/** The VirtualService by which the proxies of the mesh route a host, on every port of it. */
export function virtualService(model: TrafficModel): VirtualServiceSpec {
  const several = model.ports.length > 1;
  const http = model.ports.filter(port => isHttp(port.protocol)).flatMap(port => planHttp(model, port, MESH).routes.map(route =>
    httpRoute(route, model.host, port.port, several ? [{ ...httpMatch(route.match), port: port.port }]
      : isEverything(route.match) ? [] : [httpMatch(route.match)])));
  const [standard] = model.defaults;
  const tcp: TcpRoute[] = standard === undefined ? [] : model.ports.filter(port => !isHttp(port.protocol)).map(port => ({
    ...several ? { match: [{ port: port.port }] } : {},
    route: weightedDestinations(model.host, port.port, standard.action.shares),
  }));
  return { hosts: [model.host], ...http.length > 0 ? { http } : {}, ...tcp.length > 0 ? { tcp } : {} };
}
