import { checkFields, field, isObject, shown, type Problems } from './json';
import { PROTOCOLS, type Protocol } from './peers';
import { doubt, some, type Doubt, type Truth } from './truth';

/** What one entry of a rule's `ports` stands for. */
export type RulePort =
  | { readonly protocol: Protocol; readonly first: number; readonly last: number }
  | { readonly protocol: Protocol; readonly name: string }
  | Doubt;

/** The numbers that a port name stands for at a destination, or a doubt if that is not known. */
export type NamedPorts = (name: string, protocol: Protocol) => readonly number[] | Doubt;

export const LAST_PORT = 65535;

/**
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports
 */
export function compilePort(port: unknown, path: string, problems: Problems): RulePort {
  if (!isObject(port)) return doubt(problems.add(path, `must be an object, is ${shown(port)}`));
  checkFields(port, ['protocol', 'port', 'endPort'], path, problems);
  const protocol = field(port, 'protocol') ?? 'TCP';
  if (!isProtocol(protocol)) return doubt(problems.add(`${path}.protocol`, `must be TCP, UDP or SCTP, is ${shown(protocol)}`));
  const number = field(port, 'port');
  const endPort = field(port, 'endPort');
  if (endPort !== undefined && !isPortNumber(number)) return doubt(problems.add(`${path}.endPort`, 'needs a port that is a number'));
  if (number === undefined) return { protocol, first: 1, last: LAST_PORT };
  if (typeof number === 'string' && isPortName(number)) return { protocol, name: number };
  if (!isPortNumber(number)) return doubt(problems.add(`${path}.port`, `must be a port's number or name, is ${shown(number)}`));
  const last = endPort ?? number;
  if (!isPortNumber(last) || last < number) return doubt(problems.add(`${path}.endPort`, `must be a port from ${number} on, is ${shown(endPort)}`));
  return { protocol, first: number, last };
}

/** A port that a connection is opened to. */
interface AskedPort {
  readonly protocol: Protocol;
  readonly port: number;
}

/** Whether the entry admits the port; a name means what the destination's containers call so, for that protocol only. */
function admitsPort(entry: RulePort, { protocol, port }: AskedPort, names: NamedPorts): Truth {
  if ('causes' in entry) return entry;
  if (entry.protocol !== protocol) return false;
  if ('first' in entry) return entry.first <= port && port <= entry.last;
  const numbers = names(entry.name, protocol);
  if ('causes' in numbers) return numbers;
  if (!numbers.includes(port)) return false;
  // Containers of one pod may each have a port of that name. Kubernetes does not say which one a policy then means.
  return numbers.length === 1 ? true : doubt(`port name "${entry.name}" stands for several ports (${numbers.join(', ')})`);
}

/** Without entries: every port of every protocol. */
export function admitsAnyPort(entries: readonly RulePort[] | undefined, protocol: Protocol, port: number, names: NamedPorts): Truth {
  return entries === undefined || some(entries, admitsPort, { protocol, port }, names);
}

/** Where, among the ports of the protocol, the answer of the entry may change. */
export function portEdges(entry: RulePort, protocol: Protocol, names: NamedPorts): number[] {
  if ('causes' in entry || entry.protocol !== protocol) return [];
  if ('first' in entry) return [entry.first, entry.last + 1];
  const numbers = names(entry.name, protocol);
  return 'causes' in numbers ? [] : numbers.flatMap((number) => [number, number + 1]);
}

export function isProtocol(value: unknown): value is Protocol {
  return (PROTOCOLS as readonly unknown[]).includes(value);
}

export function isPortNumber(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= LAST_PORT;
}

/** An IANA service name, as Kubernetes asks for: with a letter, so that `"80"` is no name (and no number either). */
function isPortName(value: string): boolean {
  return value.length <= 15 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) && /[a-z]/.test(value);
}
