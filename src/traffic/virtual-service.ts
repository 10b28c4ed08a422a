import { weightedDestinations } from './destinations';
import { MESH, planHttp } from './http-plan';
import { httpMatch, httpRoute, isEverything } from './http-route';
import { planStream } from './stream-plan';
import type { Forward, TrafficModel } from './traffic-model';
import { AppProtocol, isHttp } from '../calls/app-protocol';
import type { CalleePort } from '../calls/callee';
import type { MeshKinds } from '../private/mesh-object';

type VirtualServiceSpec = MeshKinds['VirtualService'];
type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];
type TlsRoute = NonNullable<VirtualServiceSpec['tls']>[number];

/** Where proxies send what is asked of a host, if that is not the host itself. */
export interface Detour {
  readonly host: string;
  readonly subset: string;
  readonly port: number;
}

/** The VirtualService by which the proxies of the mesh route a host, on every port of it. */
export function virtualService(model: TrafficModel, detourOf: (port: CalleePort) => Detour | undefined = () => undefined): VirtualServiceSpec {
  const several = model.ports.length > 1;
  const http = model.ports.filter(port => isHttp(port.protocol)).flatMap(port => {
    const detour = detourOf(port);
    const { host, port: number } = detour ?? { host: model.host, port: port.port };
    return planHttp(model, port, MESH).routes.map(({ action, ...route }) =>
      httpRoute({ ...route, action: action.kind === 'forward' ? detoured(action, detour) : action }, host, number,
        several ? [{ ...httpMatch(route.match), port: port.port }] : isEverything(route.match) ? [] : [httpMatch(route.match)], port.port));
  });
  const tcp: TcpRoute[] = [];
  const tls: TlsRoute[] = [];
  for (const port of model.ports.filter(({ protocol }) => !isHttp(protocol))) {
    for (const { match, action } of planStream(model, port)) {
      const asked = { ...several ? { port: port.port } : {}, ...match };
      const detour = detourOf(port);
      const route = weightedDestinations(detour?.host ?? model.host, detour?.port ?? port.port, detoured(action, detour).shares);
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

/** All of it goes to the detour, if there is one. */
function detoured(action: Forward, detour: Detour | undefined): Forward {
  return detour ? { kind: 'forward', shares: [{ subset: detour.subset, weight: 100 }] } : action;
}
