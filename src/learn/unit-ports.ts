import type { Edge } from './edges';

/** A port of a unit's Service. */
export interface UnitPort {
  /** How WorkloadPort calls what it speaks. */
  readonly speaks: 'http' | 'http2' | 'grpc' | 'tcp';
  readonly name: string;
  readonly port: number;
  readonly targetPort?: number;
  /** Nobody knows its number: it is made up. */
  readonly isMadeUp: boolean;
}

const MADE_UP = { http: 8080, http2: 8080, grpc: 9090, tcp: 9000 };

/** The ports that answered edges to a unit need. */
export function unitPorts(edges: readonly Edge[]): readonly UnitPort[] {
  const numbers = new Map<number, { protocols: Set<Edge['protocol']>; targets: Set<number> }>();
  const vague = new Set<Edge['protocol']>();
  for (const { port, targetPorts, protocol } of edges) {
    // Where only the pods' port was seen, the Service's is taken for the same.
    const number = port ?? (targetPorts.size === 1 ? [...targetPorts][0] : undefined);
    if (number === undefined) { vague.add(protocol); continue; }
    const known = numbers.get(number) ?? { protocols: new Set(), targets: new Set() };
    numbers.set(number, known);
    known.protocols.add(protocol);
    targetPorts.forEach(target => known.targets.add(target));
  }
  const targets = new Set<number>();
  const known = [...numbers].sort(([a], [b]) => a - b).map(([port, { protocols, targets: own }]) => {
    const target = own.size === 1 ? [...own][0] : port;
    const free = targets.has(target) ? port : target;
    targets.add(free);
    return { speaks: spoken(protocols), port, ...free === port ? {} : { targetPort: free }, isMadeUp: false };
  });
  const missing = [...vague].sort().filter(protocol => !known.some(({ speaks }) => fits(protocol, speaks)));
  const taken = new Set(known.flatMap(({ port, targetPort }) => [port, targetPort ?? port]));
  const madeUp = missing.map(protocol => {
    let port = MADE_UP[protocol];
    while (taken.has(port)) { port++; }
    taken.add(port);
    return { speaks: protocol, port, isMadeUp: true };
  });
  const all = [...known, ...madeUp].sort((a, b) => a.port - b.port);
  return all.map(port => ({ ...port, name: all.filter(({ speaks }) => speaks === port.speaks).length > 1 ? `${port.speaks}-${port.port}` : port.speaks }));
}

/** The ports that an edge may mean; several, where it does not say its own and several fit. */
export function portsFor({ port, targetPorts, protocol }: Edge, ports: readonly UnitPort[]): readonly UnitPort[] {
  const fitting = ports.filter(({ speaks }) => fits(protocol, speaks));
  const number = port ?? (targetPorts.size === 1 ? [...targetPorts][0] : undefined);
  return number === undefined ? fitting : fitting.filter(one => one.port === number);
}

/** A port of HTTP is never opened for bytes: every request could be among them. */
function spoken(protocols: ReadonlySet<Edge['protocol']>): UnitPort['speaks'] {
  if (protocols.has('grpc')) { return protocols.has('http') ? 'http2' : 'grpc'; }
  return protocols.has('http') ? 'http' : 'tcp';
}

function fits(protocol: Edge['protocol'], speaks: UnitPort['speaks']): boolean {
  return protocol === 'tcp' ? speaks === 'tcp' : protocol === 'grpc' ? speaks === 'grpc' || speaks === 'http2' : speaks === 'http' || speaks === 'http2';
}
