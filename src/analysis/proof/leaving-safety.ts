import type { DeclaredBounds, DeclaredEdge, DeclaredPassage } from './declaration';
import { differenceId } from './difference-id';
import type { EdgeIndex } from './edge-index';
import type { Passage } from './gateway-passages';
import { passagesOf } from './gateway-passages';
import { readBlock } from './network-safety';
import type { Difference } from './proof';
import { servicesWithHost } from '../decision/services';
import { exportedTo } from '../decision/visibility';
import type { Destination, Element, MeshModel, Service, Workload } from '../model';
import { coversBlock } from '../network-policy/ip-block';

/** A workload, and how far declarations bind it. */
interface Bounded {
  readonly workload: Workload;
  readonly bounds: DeclaredBounds;
}

type Leaving = DeclaredEdge & { readonly passage: DeclaredPassage };

function isLeaving(edge: DeclaredEdge): edge is Leaving {
  return edge.passage !== undefined && edge.callee.addresses !== undefined;
}

/**
 * What a gateway out of the mesh makes of what it admits beyond what was declared. Policies admit callers for a host, so that whatever
 * its routes lead elsewhere, copy or rewrite is another call than the one that was declared; and so is what is answered elsewhere.
 */
export function leavingSafety(model: MeshModel, bounded: readonly Bounded[], index: EdgeIndex): Difference[] {
  return bounded.flatMap(({ workload, bounds }) => {
    const leaving = index.outgoing(workload).filter(isLeaving);
    if (leaving.length === 0) {
      return [];
    }
    const pod = `${workload.namespace}/${workload.name}`;
    const difference = (where: string, message: string, object: Element): Difference => ({
      id: differenceId('safety', 'routing', `${pod}:${where}`, message),
      declared: leaving,
      side: 'safety',
      layer: 'routing',
      path: bounds.path,
      message,
      object,
    });
    return [
      ...passagesOf(model, workload).flatMap(passage => beyond(model, passage, leaving).map(what =>
        difference(`${passage.gateway}:${passage.port}`, `Gateway ${passage.gateway} ${what} (${passage.rule}), which was not declared`, passage.object))),
      ...elsewhere(model, workload, leaving).map(({ service, address, host }) => difference(host,
        `ServiceEntry ${service.namespace}/${service.name} has ${address} answer for '${host}', to which ${pod} passes calls on, and that was not declared`, service)),
    ];
  });
}

/** What a way through the gateway does that no call was declared for, in words. */
function beyond(model: MeshModel, passage: Passage, leaving: readonly Leaving[]): string[] {
  const { hosts, destinations, matches, broken, rewrites } = passage;
  const what = `${matches === undefined ? 'connections' : 'requests'} for ${hosts.map(host => `'${host}'`).join(', ')}`;
  if (broken !== undefined || destinations.length === 0) {
    return [`leads ${what} to nobody knows where`];
  }
  const others = destinations.filter(destination => !isDeclared(model, passage, destination, leaving));
  return [
    ...others.map(({ host, port, subset }) => `leads ${what} to ${host}${port === undefined ? '' : `:${port}`}${subset === undefined ? '' : ` (${subset})`}`),
    ...rewrites ? [`rewrites ${what}`] : [],
  ];
}

/** Does it lead to the host that is asked for, at a port that was declared? Where no call is declared to it, nobody is admitted for it. */
function isDeclared(model: MeshModel, { hosts, matches }: Passage, { host, port, subset }: Destination, leaving: readonly Leaving[]): boolean {
  const ports = servicesWithHost(model, host)[0]?.ports ?? [];
  const wanted = port ?? (ports.length === 1 ? ports[0].port : undefined);
  const calls = leaving.filter(({ passage, operation }) => passage.service.host === host && (operation === undefined) === (matches === undefined));
  return subset === undefined && hosts.every(one => one === host)
    && (calls.length === 0 || calls.some(({ passage }) => passage.service.port === wanted));
}

interface Elsewhere {
  readonly service: Service;
  readonly host: string;
  /** The address, or what else answers. */
  readonly address: string;
}

/** Where the hosts of calls are answered by what was not declared, as far as entries say it; names are for DNS to tell. */
function elsewhere(model: MeshModel, { namespace }: Workload, leaving: readonly Leaving[]): Elsewhere[] {
  return [...new Set(leaving.map(({ callee }) => callee.host))].flatMap(host => {
    const declared = leaving.filter(({ callee }) => callee.host === host).flatMap(({ callee: { addresses = [] } }) => addresses.map(readBlock));
    const permits = (address: string): boolean => {
      const one = readBlock({ cidr: `${address}/${address.includes(':') ? 128 : 32}` });
      return one !== undefined && declared.some(block => block !== undefined && coversBlock(block, one));
    };
    return servicesWithHost(model, host).filter(service => exportedTo(service, service.exportTo, model.meshConfig.serviceExportTo, namespace))
      .flatMap(service => [
        ...service.selector === undefined ? [] : [{ service, host, address: 'pods' }],
        ...service.endpoints.filter(({ address }) => address !== host && !permits(address)).map(({ address }) => ({ service, host, address: `'${address}'` })),
      ]);
  });
}
