import type { AccessSpace } from './access-space';
import type { Expression, Language } from '../algebra';
import { choice, letter, lettersOf, repeat, sequence, span, text } from '../algebra';
import { namesPods } from '../decision/named-host';
import { servicesWithHost } from '../decision/services';
import { isWildcard } from '../hosts';
import type { MeshModel, Service } from '../model';

/** Names that mean a service, in lower case. */
export interface Names {
  readonly names: readonly string[];
  /** Do names of one more label before them mean it too, each one of its pods? */
  readonly pods: boolean;
}

/** The names that mean a service to a caller of a namespace. */
export function namesOf(model: MeshModel, service: Service, callerNamespace: string): Names {
  return { names: wholeNames(model, service, callerNamespace), pods: namesPods(model, service) };
}

/** The whole name, and as short ones as the caller's namespace allows. A short one that is the host of another service means that. */
function wholeNames(model: MeshModel, service: Service, callerNamespace: string): readonly string[] {
  const means = servicesWithHost(model, service.host);
  const own = means.find(({ namespace }) => namespace === callerNamespace) ?? means[0];
  if (own !== service || isWildcard(service.host) || service.host !== service.host.toLowerCase()) { return []; }
  if (service.exposure === 'entry') { return [service.host]; }
  const { name, namespace } = service;
  const short = [`${name}.${namespace}.svc`, `${name}.${namespace}`, ...namespace === callerNamespace ? [name] : []];
  return [service.host, ...short.filter(host => servicesWithHost(model, host).length === 0)];
}

const DIGIT = letter([span('0', '9')]);
const ANY_PORT = sequence(text(':'), repeat(DIGIT, 1, 5));
const ZERO = letter(lettersOf('0'));

/** Hosts of requests that name one of the names, in whatever case, with any port or with none. */
export function hostsNamed(space: AccessSpace, names: Names): Language {
  return named(space, names, 'any', choice(text(''), ANY_PORT));
}

/** The same, with one port. */
export function hostsNamedAt(space: AccessSpace, names: Names, port: number): Language {
  return named(space, names, String(port), sequence(text(':'), repeat(ZERO, 0, 5 - String(port).length), text(String(port))));
}

const POD = repeat(letter([span('a', 'z'), span('A', 'Z'), span('0', '9'), span('_', '_'), span('-', '-')]), 1, Infinity);

/** What may come after names, by the port that is meant. */
const ends = new WeakMap<AccessSpace, Map<string, Language>>();

function named(space: AccessSpace, { names, pods }: Names, key: string, port: Expression): Language {
  const { strings } = space.algebra;
  const end = sequence(choice(text(''), text('.')), port);
  if (pods) {
    const before = choice(text(''), sequence(POD, text('.')));
    return strings.of(sequence(before, choice(...names.map(name => text(name, { ignoreCase: true }))), end));
  }
  let known = ends.get(space);
  if (known === undefined) { ends.set(space, known = new Map()); }
  let after = known.get(key);
  if (after === undefined) { known.set(key, after = strings.of(end)); }
  const rest = after;
  // The names of all services of a mesh: much quicker than the same as an expression.
  return strings.union(...names.map(name => strings.continued(name, rest, { ignoreCase: true })));
}

/** Hosts that mean a service in a way that is not modelled: by its address, or within a wildcard. */
export function hostsOtherwise({ algebra: { strings } }: AccessSpace, model: MeshModel): Language {
  const addresses = model.services.all.flatMap(service => service.addresses);
  const wildcards = model.services.all.filter(({ host }) => isWildcard(host)).map(({ host }) => host.slice(1));
  return strings.union(...[...addresses, ...wildcards].map(part => strings.containing(part, { ignoreCase: true })));
}
