import type { Dice } from './_dice';
import { WORKLOADS } from './_meshes';
import type { Request } from '../../../src/analysis/decision/request';
import { readRequest } from '../../../src/analysis/read-request';
import type { Json } from '../world';

const PRINCIPALS = [
  'cluster.local/ns/shop/sa/web', 'cluster.local/ns/shop/sa/cart', 'cluster.local/ns/pay/sa/api', 'old.local/ns/shop/sa/web', 'other.org/ns/shop/sa/web',
  'cluster.local/ns/legacy/sa/batch', 'cluster.local/ns/shop/x/sa/web', 'cluster.local', 'spiffe://cluster.local/ns/sheep/sa/web/y', 'evil.org/ns/shop/sa/web',
];
const ADDRESSES = ['10.1.2.3', '10.1.2.200', '10.2.0.1', '192.168.1.1', '8.8.8.8', '2001:db8::1', '2001:db9::1', '::ffff:10.1.2.3'];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'get', 'PATCH'];
const PATHS = [
  '/', '/a', '/a/', '/a/b', '/ab', '/a/b/c', '/admin/x', '/index.html', '/A', '/x/y', '/x/y/z/b', '/a?b', '/a/../b', '//a', '/a//b', '/a%2fb', '/./a', '/a/%2e%2e/x', '*',
  '/a/b?c=d#e', '/b', '/%61',
];
const HOSTS = ['api', 'api.pay', 'api.pay.svc', 'api.pay.svc.cluster.local', 'api.pay.svc.cluster.local:80', 'API', 'x.org', 'X.org:80', 'web', 'web.shop:80', 'cart', 'cart.shop:80', 'cart:81'];
const HEADERS = ['', 'a', 'ab', 'b', 'B', 'xab'];

function headers(dice: Dice): Json {
  return {
    ...dice.maybe(0.4, 'x-team', () => dice.one(HEADERS)),
    ...dice.maybe(0.2, 'X-Env', () => dice.one(HEADERS)),
    ...dice.maybe(0.1, 'user-agent', () => dice.one(HEADERS)),
    ...dice.maybe(0.1, 'x-forwarded-for', () => dice.one(['10.1.2.3', '8.8.8.8, 10.1.2.3', '1.1.1.1', 'nobody'])),
    ...dice.maybe(0.07, 'authorization', () => 'Bearer x'),
    ...dice.maybe(0.1, 'x-token', () => 'x'),
  };
}

function claims(dice: Dice): Json {
  return {
    ...dice.maybe(0.95, 'iss', () => dice.one(['iss', 'iss', 'https://id.org/x', 'other'])),
    ...dice.maybe(0.9, 'sub', () => dice.one(['alice', 'bob', 'al', 'b'])),
    ...dice.maybe(0.6, 'aud', () => dice.one<unknown>(['web', ['web', 'x'], 'https://api.org', ['http://api.org/'], [], 'x', 5])),
    ...dice.maybe(0.3, 'azp', () => dice.one(['cli', 'x', ''])),
    ...dice.maybe(0.5, 'groups', () => dice.one<unknown>(['admin', ['admin', 'dev'], ['x'], 'admin dev', { a: 1 }, []])),
    ...dice.maybe(0.3, 'scope', () => dice.one(['read', 'read write', ' x  y', ''])),
    ...dice.maybe(0.3, 'realm', () => dice.one<unknown>([{ roles: ['admin', 'user'] }, { roles: 'user' }, 'x'])),
  };
}

/** A host of the service of a workload. */
function hostOf(dice: Dice, ns: string, name: string): string {
  const host = dice.one(['', `.${ns}`, `.${ns}.svc`, `.${ns}.svc.cluster.local`, `.${ns}.svc.cluster.local`, `.${ns}.svc.Cluster.local`]);
  return dice.one(['', '', '', '', `${name}-0.`]) + name.split('-')[0] + host + dice.one(['', '', ':80', ':81', ':9000', ':8081', ':7']);
}

/** Whom the questions about a mesh are about: few, so that sets are asked more than once. */
export interface Focus {
  readonly callers: readonly (readonly [namespace: string, name: string])[];
  readonly callees: readonly (readonly [namespace: string, name: string])[];
  readonly ports: readonly number[];
}

export function randomFocus(dice: Dice): Focus {
  return {
    callers: dice.some(WORKLOADS, 2, 3),
    callees: dice.some(WORKLOADS, 2, 2),
    ports: [8080, ...dice.some([9000, 9000, 3306, 15020, 80], 1, 2)],
  };
}

/** A random request. */
export function randomRequest(dice: Dice, kind: 'workload' | 'principal' | 'outside', focus: Focus): Request {
  const [ns, name] = dice.one(focus.callees);
  const [callerNamespace, caller] = dice.one(focus.callers);
  const from = {
    workload: { namespace: callerNamespace, workload: caller },
    principal: { principal: dice.one(PRINCIPALS) },
    outside: { outside: true },
  }[kind];
  const http = dice.chance(0.8);
  const request = readRequest({
    from: { ...from, ...dice.maybe(kind === 'workload' ? 0.5 : 0.85, 'address', () => dice.one(ADDRESSES)) },
    to: { namespace: ns, workload: name },
    port: dice.one(focus.ports),
    ...http ? {
      method: dice.one(METHODS),
      ...dice.maybe(0.9, 'path', () => dice.one(PATHS)),
      ...dice.maybe(0.7, 'host', () => dice.chance(0.5) ? dice.one(HOSTS) : hostOf(dice, ns, name)),
      headers: headers(dice),
      ...dice.maybe(0.4, 'claims', () => claims(dice)),
    } : {},
  });
  if (typeof request === 'string') { throw new Error(request); }
  return request;
}
