import type { AccessSpace } from '../access-sets';
import { AccessSpace as Space } from '../access-sets';
import { witness } from '../algebra';
import type { Point, ProductSet, Language } from '../algebra';
import type { Caller, Request } from '../decision/request';
import type { Workload } from '../model';

/** The request that a point stands for, as far as requests say such things. */
export function requestOf(point: Point, from: Caller, callee: Pick<Workload, 'namespace' | 'name'>, port: number): Request {
  const text = (name: string): string | undefined => {
    const value = point.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const http = !point.has('method') || point.get('method') !== undefined;
  const address = text('source') ?? text('remote');
  const remote = text('remote');
  const host = text('host');
  const headers = new Map([...point].filter(([name, value]) => name.startsWith('header:') && typeof value === 'string')
    .map(([name, value]) => [name.slice('header:'.length), String(value)]));
  if (remote !== undefined && remote !== address) { headers.set('x-forwarded-for', remote); }
  const claims = claimsOf(point);
  return {
    from: { ...from, ...address === undefined ? {} : { address } },
    to: { namespace: callee.namespace, workload: callee.name },
    port,
    ...http ? { method: text('method') ?? 'GET', path: text('path') ?? '/', ...host === undefined ? {} : { host } } : {},
    headers: http ? headers : new Map(),
    ...claims === undefined || !http ? {} : { claims },
  };
}

/** The claims of a token that has them; undefined where there is no token. */
function claimsOf(point: Point): object | undefined {
  const issuer = point.get('claim:iss');
  if (typeof issuer !== 'string') { return undefined; }
  const claims: { [name: string]: unknown } = issuer === '' ? {} : { iss: issuer };
  for (const [name, value] of point) {
    if (!name.startsWith('claim:') || name === 'claim:iss' || typeof value !== 'string') { continue; }
    const path = name.slice('claim:'.length).split('.');
    const list = value.split(Space.SEPARATOR).slice(0, -1);
    if (name !== 'claim:sub' && list.length === 0) { continue; }
    let at = claims;
    for (const key of path.slice(0, -1)) { at = (at[key] ??= {}) as typeof at; }
    at[path[path.length - 1]] = name === 'claim:sub' ? value : list.length === 1 ? list[0] : list;
  }
  return claims;
}

/** Paths that arrive as they are sent. */
const PLAIN = '/[A-Za-z0-9_./-]*';
const NAME = '[A-Za-z0-9_.:-]+';

/**
 * Points of a set that are as ordinary as possible, most telling first: their paths, hosts and headers are such as clients send and
 * proxies leave alone. All of them may share what is not usual.
 */
export function* ordinaryPoints(space: AccessSpace, set: ProductSet, first: readonly ProductSet[] = []): Generator<Point> {
  const { sets, strings, optionalStrings, addresses } = space.algebra;
  const plain = strings.difference(strings.re2(PLAIN) as Language, strings.union(strings.containing('//'), strings.containing('/.')));
  const methods = strings.oneOf(['GET', 'POST', 'PUT', 'DELETE']);
  const issuer = space.tokenText('iss');
  const usual = [
    ...first,
    sets.union(space.bytes, sets.where(space.path, plain)),
    sets.union(space.bytes, space.has(space.method, methods)),
    sets.union(space.bytes, sets.where(space.host, strings.re2(NAME) as Language)),
    sets.where(space.source, addresses.ipv4),
    sets.where(space.remote, addresses.ipv4),
    space.among(issuer, optionalStrings.absent),
    space.among(space.header('x-forwarded-for'), optionalStrings.absent),
    space.among(space.header('authorization'), optionalStrings.absent),
  ];
  const orders = [usual, [...usual.slice(first.length), ...first], [space.bytes, ...usual], [space.http, ...usual], [space.anonymous, ...usual]];
  for (const preferred of orders) {
    const point = witness(sets, set, preferred);
    if (point !== undefined) { yield point; }
  }
}
