import type { DeclaredEdge, DeclaredOperation, DeclaredWay } from './declaration';
import { operationSet } from './declared-sets';
import { exampleOf } from './example';
import { AccessSpace } from '../access-sets';
import { routeMatches } from '../access-sets/route-matches';
import type { Bounds, ProductSet } from '../algebra';
import { Unsupported } from '../algebra';
import type { Request } from '../decision/request';
import { Reader } from '../json';
import type { HttpMatch } from '../model';
import { readHttpMatch } from '../model';

/** A request by which a declared call is tried. */
export type Try = Omit<Request, 'from' | 'to'>;

/** What a request by which a call is tried is called; most come through, and need no words. */
export function tryText({ method, path, headers }: Try): string {
  if (method === undefined) {
    return 'a TCP connection';
  }
  const further = [...headers].map(([name, value]) => `${name}: ${value}`).join(', ');
  return `${method} ${path}${further && ` with ${further}`}`;
}

const NO_HEADERS: ReadonlyMap<string, string> = new Map();

/**
 * One request of each kind that a call declares. Where routes tell requests of one kind apart, one for each route that leads to
 * the callee, and none for what is answered on the way on purpose.
 *
 * @param elsewhere what leads to others, of which no example is taken as far as there are others
 */
export function requestsOf(edge: DeclaredEdge, elsewhere: readonly DeclaredOperation[] = []): Try[] {
  const outside = edge.passage?.service;
  const base = { port: edge.targetPort, headers: NO_HEADERS, ...outside ? { host: `${outside.host}:${outside.port}` } : {} };
  if (!edge.operation) {
    return [base];
  }
  const { methods = [undefined], paths = elsewhere.length > 0 ? ['*'] : ['/'], hosts } = edge.operation;
  // With hosts, the decision needs one of them; without, any host of the Service is meant. Copies are of what is sent elsewhere.
  const host = outside ? {} : hosts !== undefined ? { host: hostFor(edge, hosts) }
    : edge.copyOf ? { host: `${edge.copyOf.host}:${edge.copyOf.port}` } : {};
  const ways = edge.ways !== undefined || elsewhere.length > 0 ? new Ways(edge.ways ?? [EVERY_WAY], elsewhere) : undefined;
  const tries: Try[] = [];
  for (const method of methods) {
    for (const path of paths) {
      const example = examplePath(path);
      const plain: Try = { ...base, method: method ?? 'GET', path: example, ...host };
      // Any method is GET, unless that leads elsewhere.
      const routed = ways?.tries(elsewhere.length > 0 ? method : plain.method, path, plain);
      if (routed === undefined) {
        tries.push(plain);
      } else {
        tries.push(...routed);
      }
    }
  }
  return tries;
}

/** Is a request one of those that operations mean? */
export function isAmong({ method, path }: Try, operations: readonly DeclaredOperation[]): boolean {
  if (method === undefined || path === undefined) {
    return false;
  }
  const space = sharedSpace();
  const { sets } = space.algebra;
  const one = sets.intersection(space.http, operationSet(space, { methods: [method], paths: [path] }));
  return operations.some(operation => sets.isSubset(one, operationSet(space, operation)));
}

/** How many calls share one algebra: its tables grow with what it is asked. */
const BATCH = 200;

let shared = { space: new AccessSpace(), calls: 0 };

function sharedSpace(): AccessSpace {
  if (shared.calls++ === BATCH) {
    shared = { space: new AccessSpace(), calls: 0 };
  }
  return shared.space;
}

const EVERY_WAY: DeclaredWay = { match: {}, reaches: true };

/** The routes of a callee, as sets of requests. */
class Ways {
  private readonly space = sharedSpace();
  private readonly ways: readonly { readonly match: HttpMatch; readonly taken: Bounds; readonly reaches: boolean }[];
  private readonly elsewhere: readonly ProductSet[];

  public constructor(ways: readonly DeclaredWay[], elsewhere: readonly DeclaredOperation[]) {
    this.elsewhere = elsewhere.map(operation => operationSet(this.space, operation));
    this.ways = ways.map(({ match, reaches }) => {
      const read = readHttpMatch(new Reader(match), name => name);
      // The query is no part of the sets: an example gets what is asked of it besides.
      return { match: read, taken: routeMatches(this.space, { ...read, queryParams: [] }, () => {}), reaches };
    });
  }

  /** Undefined where a plain request has to do. */
  public tries(method: string | undefined, path: string, plain: Try): Try[] | undefined {
    const { sets } = this.space.algebra;
    const asked = { ...method === undefined ? {} : { methods: [method] }, paths: [path] };
    let left = this.withoutElsewhere(sets.intersection(this.space.http, operationSet(this.space, asked)));
    const tries: Try[] = [];
    let met = false;
    for (const { match, taken, reaches } of this.ways) {
      const here = sets.intersection(left, taken.must);
      met ||= here !== sets.none;
      if (reaches && here !== sets.none) {
        tries.push(this.example(here, match, plain));
      }
      left = match.queryParams.length > 0 ? left : sets.difference(left, taken.may);
    }
    return met ? tries : undefined;
  }

  /** What wholly contains it is less narrow, and comes after it. */
  private withoutElsewhere(asked: ProductSet): ProductSet {
    const { sets } = this.space.algebra;
    const left = sets.difference(asked, sets.union(...this.elsewhere.filter(other => !sets.isSubset(asked, other))));
    return left === sets.none ? asked : left;
  }

  private example(set: ProductSet, match: HttpMatch, request: Try): Try {
    const { strings } = this.space.algebra;
    const headers = new Map(request.headers);
    let { method, path, host } = request;
    for (const [name, value] of exampleOf(this.space, set)) {
      if (typeof value === 'string' && name.startsWith('header:')) { headers.set(name.slice('header:'.length), value); }
      if (typeof value === 'string' && name === 'method') { method = value; }
      if (typeof value === 'string' && name === 'path') { path = value; }
      if (typeof value === 'string' && name === 'host') { host ??= value; }
    }
    const query = match.queryParams.map(([name, wanted]) => {
      const values = wanted.form === 'exact' ? strings.exact(wanted.value) : wanted.form === 'prefix' ? strings.prefix(wanted.value)
        : wanted.form === 'regex' ? strings.re2(wanted.value) : strings.all;
      const value = values instanceof Unsupported ? '' : strings.witness(values)?.value;
      return `${encodeURIComponent(name)}=${encodeURIComponent(String(value ?? ''))}`;
    });
    const withQuery = query.length > 0 ? `${path}?${query.join('&')}` : path;
    return {
      ...request,
      headers,
      ...method === undefined ? {} : { method },
      ...withQuery === undefined ? {} : { path: withQuery },
      ...host === undefined ? {} : { host },
    };
  }
}

/** A host that the call declares: of those by which the Service is known, if there is one. */
function hostFor({ callee, port, copyOf }: DeclaredEdge, hosts: readonly string[]): string {
  const { host: asked, port: number } = copyOf ?? { host: callee.host, port };
  const [service, namespace] = asked.split('.');
  const known = [asked, `${asked}:${number}`, `${service}.${namespace}.svc`, `${service}.${namespace}`, service];
  const fits = (host: string, pattern: string) => (pattern.endsWith('*') ? host.startsWith(pattern.slice(0, -1))
    : pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : host === pattern || host.startsWith(`${pattern}:`));
  return known.find(host => hosts.some(pattern => fits(host, pattern))) ?? hosts[0].replace(/^\*/, 'x').replace(/\*$/, 'x');
}

function examplePath(path: string): string {
  return path === '*' ? '/' : path.startsWith('*') ? `/x${path.slice(1)}` : path.replace(/\{\*\*?\}/g, 'x').replace(/\*$/, 'x');
}
