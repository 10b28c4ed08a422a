import { isIP } from 'node:net';
import type { AccessSpace } from '../../../src/analysis/access-sets';
import { AccessSpace as Space } from '../../../src/analysis/access-sets';
import type { Bounds, Language, Point, ProductSet } from '../../../src/analysis/algebra';
import { dimensionsOf } from '../../../src/analysis/algebra';
import { attachedTo } from '../../../src/analysis/decision/attachment';
import type { Verdict } from '../../../src/analysis/decision/decision';
import { normalizePath, withoutQuery } from '../../../src/analysis/decision/match/paths';
import type { Request } from '../../../src/analysis/decision/request';
import { isUnknown } from '../../../src/analysis/decision/tri';
import { dig } from '../../../src/analysis/json';
import type { JwtRule, MeshModel, Workload } from '../../../src/analysis/model';

/** What the request does not say itself. */
export interface Circumstances {
  /** The identity that is proven, if one is. */
  readonly principal?: string;
  /** The host that the request has at the callee; undefined where it is not known. */
  readonly host?: string;
  readonly address?: string;
}

/** Headers that are not known where a request does not say them, since proxies and clients add them. */
const ADDED = new Set(['user-agent']);

/** The point of a request, as the callee's proxy sees it. What is not known is left out. */
export function pointOf(
  model: MeshModel, callee: Workload, request: Request, { principal, host, address }: Circumstances, asked: Iterable<string>,
): Point {
  const point = new Map<string, string | number | undefined>([['principal', principal?.replace(/^spiffe:\/\//, '')], ['method', request.method]]);
  const path = normalizedPath(request.path ?? '/', model);
  if (path !== undefined) { point.set('path', path); }
  if (host !== undefined) { point.set('host', host); }
  if (address !== undefined) { point.set('source', address); }
  const forwarded = request.headers.get('x-forwarded-for');
  const remote = forwarded === undefined ? address : forwarded.split(',').pop()?.trim() ?? '';
  if (remote !== undefined && isIP(remote) !== 0) { point.set('remote', remote); }
  const rules = attachedTo(model.requestAuthentications, callee, model).flatMap(policy => policy.rules);
  const claims = claimsOf(rules, request);
  // Where there seems to be a token, but nobody says what it claims, its claims are not known.
  const unread = claims === undefined && request.headers.has('authorization') && rules.some(({ usualPlace }) => usualPlace);
  if (!unread) { point.set('claim:iss', undefined); }
  for (const name of asked) {
    if (unread && name.startsWith('claim:')) { continue; }
    if (name.startsWith('header:')) {
      const value = request.headers.get(name.slice('header:'.length));
      if (value !== undefined || !ADDED.has(name.slice('header:'.length))) { point.set(name, value); }
    } else if (name === 'claim:iss') {
      const issuer = dig(claims, 'iss');
      point.set(name, claims === undefined ? undefined : typeof issuer === 'string' ? issuer : '');
    } else if (name === 'claim:sub') {
      const subject = dig(claims, 'sub');
      point.set(name, typeof subject === 'string' ? subject : undefined);
    } else if (name.startsWith('claim:')) {
      const value = dig(claims, ...name.slice('claim:'.length).split('.'));
      const texts = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
      point.set(name, texts.map(one => one + Space.SEPARATOR).join(''));
    }
  }
  return point;
}

/** Normalized on the way out and on the way in. */
function normalizedPath(path: string, model: MeshModel): string | undefined {
  const { pathNormalization } = model.meshConfig;
  const out = normalizePath(path, pathNormalization);
  const arrived = isUnknown(out) ? out : normalizePath(out, pathNormalization);
  return isUnknown(arrived) ? undefined : withoutQuery(arrived);
}

/** As the rule that accepts the token leaves them. */
function claimsOf(rules: readonly JwtRule[], request: Request): unknown {
  const { claims } = request;
  if (claims === undefined) { return undefined; }
  const bare = (audience: unknown): unknown => typeof audience === 'string' ? audience.replace(/^https?:\/\//, '').replace(/\/$/, '') : undefined;
  const audiences = [dig(claims, 'aud')].flat().map(bare);
  const accepts = (rule: JwtRule): boolean => rule.issuer === dig(claims, 'iss')
    && (rule.audiences.length === 0 || rule.audiences.some(audience => audiences.includes(bare(audience))));
  const accepting = rules.filter(accepts);
  const rule = accepting.find(({ usualPlace, headers }) => usualPlace || headers.some(name => request.headers.has(name)))
    ?? accepting[0] ?? rules.find(({ issuer }) => issuer === '');
  const split = ['scope', 'permission', ...rule?.spaceDelimitedClaims ?? []];
  return Object.fromEntries(Object.entries(claims as object).map(([name, value]) =>
    [name, split.includes(name) && typeof value === 'string' ? value.split(' ').filter(word => word !== '') : value]));
}

/** The names of the dimensions that tell points apart. */
export function dimensionNames({ must, may }: Bounds): ReadonlySet<string> {
  return new Set([...dimensionsOf(must), ...dimensionsOf(may)].map(({ name }) => name));
}

const QUESTIONS: readonly (readonly [dimension: string, asked: RegExp])[] = [
  ['source', /ipBlocks|source\.ip|remote/i], ['remote', /remote/i], ['host', /"(not)?hosts"|:?authority/i], ['path', /"(not)?paths"|"uri"/i],
  ['server name', /connection\.sni/], ['header:user-agent', /user-agent/],
];
const asking = new WeakMap<MeshModel, readonly string[]>();

/**
 * Whether a point leaves open something that a policy or a route of the mesh asks for. Then the decision may know less than the sets,
 * which tell what holds whatever the value is.
 */
function leavesOpen(model: MeshModel, point: Point, request: Request): boolean {
  let names = asking.get(model);
  if (names === undefined) {
    const text = JSON.stringify([...model.authorizationPolicies.all, ...model.virtualServices.all].map(({ object }) => object));
    asking.set(model, names = QUESTIONS.filter(([, asked]) => asked.test(text)).map(([name]) => name));
  }
  if (!point.has('claim:iss')) { return true; }
  return names.some(name => name.startsWith('header:') ? ADDED.has(name.slice('header:'.length)) && !request.headers.has(name.slice('header:'.length)) : !point.has(name));
}

/** What the sets say of a point, and whether the point leaves open what policies ask for. */
export interface Membership {
  readonly verdict: Verdict;
  readonly open: boolean;
}

export function membership(
  space: AccessSpace, bounds: Bounds, point: Point, model: MeshModel, request: Request, asked: ReadonlySet<string> = dimensionNames(bounds),
): Membership {
  const { sets, strings, addresses } = space.algebra;
  const open = leavesOpen(model, point, request);
  // What is not known is some IPv4 address, some path, and for a host the address that is called.
  const possible = (set: ProductSet): ProductSet => {
    let rest = set;
    for (const name of ['source', 'remote'] as const) {
      if (!point.has(name) && asked.has(name)) { rest = sets.forEvery(rest, space[name], addresses.ipv4); }
    }
    if (!point.has('path') && asked.has('path')) { rest = sets.forEvery(rest, space.path, strings.prefix('/')); }
    if (!point.has('host') && asked.has('host')) {
      rest = sets.forEvery(rest, space.host, strings.re2(`[0-9a-fA-F.:\\[\\]]+:${request.port}`) as Language);
    }
    return rest;
  };
  if (sets.contains(possible(bounds.must), point)) { return { verdict: 'ALLOW', open }; }
  const outside = sets.complement(bounds.may);
  return { verdict: sets.contains(possible(outside), point) ? 'DENY' : 'UNKNOWN', open };
}
