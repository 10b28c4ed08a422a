import { isIP } from 'node:net';
import type { Edge } from './edges';
import type { KnownWorkload } from './known-workloads';
import { readPrincipal } from './principal';
import type { Questions } from './questions';
import type { UnitPort } from './unit-ports';
import type { Unit } from './units';
import { keyOfUnit } from './units';
import { ours, portCode } from './write-units';
import { sortedUnique } from '../private/naming';
import type { Code, SourceFile, Variable } from '../source-code';
import { commented, create, invoke } from '../source-code';

/** Addresses of more servers than this are not listed. */
const MAX_ADDRESSES = 16;

/** A service outside of the mesh, for the callers of one namespace. */
export function writeExternalService(
  file: SourceFile, questions: Questions, namespace: Variable, host: string, edges: readonly Edge[],
): { readonly variable: Variable; readonly calls: (edge: Edge) => Code } {
  const ports = externalPorts(edges);
  const asked = ports.filter(({ isMadeUp }) => isMadeUp).map(({ port }) => port);
  const portList: Code = ports.map(({ kind, port, name }) => invoke(ours('ExternalPort'), kind, port, ...name === kind ? [] : [{ name }]));
  const seen = sortedUnique(edges.flatMap(({ target }) => (target.kind === 'host' ? [...target.addresses] : [])).filter(address => isIP(address) !== 0));
  const known = seen.length > 0 && seen.length <= MAX_ADDRESSES;
  const addresses = known ? invoke(ours('ExternalAddresses'), 'of', ...seen.map(address => `${address}/${isIP(address) === 6 ? 128 : 32}`))
    : invoke(invoke(ours('ExternalAddresses'), 'anyPublic'), 'because', 'its addresses are not known yet');
  const question = questions.ask('addresses', host, known ? 'does it always answer at these addresses? They were seen.'
    : 'where does it answer? Until that is known, its callers may reach any public address on its ports.');
  const variable = file.declare(host, create(ours('ExternalService'), namespace, host.replace('*', 'wildcard'), {
    host,
    ports: asked.length === 0 ? portList : commented(questions.ask('port', host, `on which port? Made up: ${asked.join(', ')}.`), portList),
    addresses: commented(question, addresses),
  }));
  const nameOf = (edge: Edge): string => ports.find(({ port, kind, isMadeUp }) =>
    (edge.port === undefined ? isMadeUp && kind === kindOf(edge) : edge.port === port))!.name;
  const several = (edge: Edge): boolean => ports.filter(({ kind }) => (kind === 'https') === (edge.protocol === 'tcp')).length > 1;
  return {
    variable,
    calls: edge => (edge.protocol === 'tcp' ? invoke(ours('TcpCall'), 'port', ...several(edge) ? [nameOf(edge)] : [])
      : several(edge) ? invoke(invoke(ours('HttpCall'), 'any'), 'onPort', nameOf(edge)) : invoke(ours('HttpCall'), 'any')),
  };
}

interface OutsidePort {
  readonly kind: 'http' | 'grpc' | 'https';
  readonly port: number;
  readonly name: string;
  readonly isMadeUp: boolean;
}

/** What is no HTTP for proxies and has a host is TLS: bytes have no name in them. */
function kindOf({ protocol }: Edge): OutsidePort['kind'] {
  return protocol === 'tcp' ? 'https' : protocol;
}

function externalPorts(edges: readonly Edge[]): readonly OutsidePort[] {
  const known = new Map<number, OutsidePort['kind']>();
  const vague = new Set<OutsidePort['kind']>();
  for (const edge of edges) {
    if (edge.port === undefined) { vague.add(kindOf(edge)); } else if (!known.has(edge.port)) { known.set(edge.port, kindOf(edge)); }
  }
  const taken = new Set(known.keys());
  const madeUp = [...vague].sort().map(kind => {
    let port = kind === 'https' ? 443 : 80;
    while (taken.has(port)) { port += 8000; }
    taken.add(port);
    return { kind, port, isMadeUp: true };
  });
  const all = [...[...known].map(([port, kind]) => ({ kind, port, isMadeUp: false })), ...madeUp].sort((a, b) => a.port - b.port);
  return all.map(port => ({ ...port, name: all.filter(({ kind }) => kind === port.kind).length > 1 ? `${port.kind}-${port.port}` : port.kind }));
}

/** Something of the platform: somebody else deploys it. */
export function writeReference(file: SourceFile, questions: Questions, app: Variable, unit: Unit, ports: readonly UnitPort[]): Variable {
  const [version] = unit.versions;
  const account = accountOf(version?.workload) ?? unit.name;
  const about = keyOfUnit(unit);
  return file.declare(`${unit.namespace} ${unit.name}`, create(ours('ServiceReference'), app, `${unit.namespace}-${unit.name}`, {
    name: unit.name,
    namespace: unit.namespace,
    ...ports.length === 0 ? {} : { ports: ports.map(portCode) },
    podLabels: commented(questions.ask('identity', about, `which labels have its pods, and which service account?${ports.some(({ isMadeUp }) => isMadeUp) ? ' On which port does it listen?' : ''}`), { app: version?.workload.app ?? unit.name }),
    serviceAccount: account,
    ...version?.workload.unmeshed ? { meshed: false } : {},
  }));
}

function accountOf(workload: KnownWorkload | undefined): string | undefined {
  return readPrincipal(workload?.principals.at(0))?.serviceAccount;
}
