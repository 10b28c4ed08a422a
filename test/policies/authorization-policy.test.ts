import fc from 'fast-check';
import { AppProtocol } from '../../src/calls/app-protocol';
import type { DeclaredCall } from '../../src/calls/declared-call';
import type { HttpOperation } from '../../src/calls/http-operation';
import { PathPattern } from '../../src/calls/path-pattern';
import { authorizationPolicy, denyAll } from '../../src/policies/authorization-policy';

interface Asked {
  readonly caller?: string;
  readonly port?: number;
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
  readonly hosts?: readonly string[];
  readonly tcp?: boolean;
}

function declared({ caller = 'cart', port = 8080, methods, paths, hosts, tcp }: Asked): DeclaredCall {
  const operation: HttpOperation | undefined = tcp ? undefined : { methods, paths: paths?.map(PathPattern.parse), hosts };
  const calleePort = { name: 'main', port: 80, targetPort: port, protocol: tcp ? AppProtocol.TCP : AppProtocol.HTTP };
  return {
    caller: { name: `shop/${caller}`, namespace: 'shop', serviceAccount: caller, trustDomain: 'cluster.local', podLabels: {}, meshed: true },
    callee: {
      name: 'shop/stock',
      namespace: 'shop',
      host: 'stock.shop.svc.cluster.local',
      ports: [calleePort],
      podLabels: {},
      trustDomains: ['cluster.local'],
      authorizes: true,
    },
    port: calleePort,
    operation,
  };
}

const rulesOf = (...asked: Asked[]): any[] => authorizationPolicy({ app: 'stock' }, asked.map(declared)).rules!;
const operationsOf = (...asked: Asked[]): any[] => rulesOf(...asked).flatMap(rule => rule.to.map(({ operation }: any) => operation));

describe('an AuthorizationPolicy', () => {
  it('admits nobody without calls', () => {
    expect(authorizationPolicy({ app: 'stock' }, [])).toEqual({ selector: { matchLabels: { app: 'stock' } }, action: 'ALLOW', rules: [] });
    expect(denyAll()).toEqual({});
  });

  it('has one rule a caller, sorted by identity', () => {
    expect(rulesOf({ caller: 'b' }, { caller: 'a', paths: ['/x'] }, { caller: 'b', paths: ['/y'] }).map(rule => rule.from)).toEqual([
      [{ source: { principals: ['cluster.local/ns/shop/sa/a'] } }],
      [{ source: { principals: ['cluster.local/ns/shop/sa/b'] } }],
    ]);
  });

  it('keeps connections without HTTP apart from requests: Istio would drop the whole rule', () => {
    expect(rulesOf({ methods: ['GET'] }, { tcp: true, port: 3306 }).map(rule => rule.to)).toEqual([
      [{ operation: { ports: ['8080'], methods: ['GET'] } }],
      [{ operation: { ports: ['3306'] } }],
    ]);
  });

  it('joins paths of one method, and methods of one list of paths', () => {
    expect(operationsOf({ methods: ['GET'], paths: ['/b'] }, { methods: ['GET'], paths: ['/a'] })).toEqual([{ ports: ['8080'], methods: ['GET'], paths: ['/a', '/b'] }]);
    expect(operationsOf({ methods: ['POST'], paths: ['/a'] }, { methods: ['GET'], paths: ['/a'] })).toEqual([{ ports: ['8080'], methods: ['GET', 'POST'], paths: ['/a'] }]);
  });

  it('does not multiply methods and paths that were not declared together', () => {
    expect(operationsOf({ methods: ['GET'], paths: ['/a'] }, { methods: ['POST'], paths: ['/b'] })).toEqual([
      { ports: ['8080'], methods: ['GET'], paths: ['/a'] }, { ports: ['8080'], methods: ['POST'], paths: ['/b'] },
    ]);
  });

  it('lets any path swallow the paths of the same methods, and any method the methods of the same paths', () => {
    expect(operationsOf({ methods: ['GET'], paths: ['/a'] }, { methods: ['GET'] })).toEqual([{ ports: ['8080'], methods: ['GET'] }]);
    expect(operationsOf({ paths: ['/a'] }, { methods: ['GET'], paths: ['/a'] })).toEqual([{ ports: ['8080'], paths: ['/a'] }]);
    expect(operationsOf({}, { methods: ['GET'] })).toEqual([{ ports: ['8080'] }]);
  });

  it('admits a host with and without a port, unless it is a pattern', () => {
    expect(operationsOf({ hosts: ['shop.example.com', '*.example.com', 'api.*', 'a.example.com:8443'] })[0].hosts)
      .toEqual(['*.example.com', 'a.example.com:8443', 'api.*', 'shop.example.com', 'shop.example.com:*']);
  });
});

describe('merging', () => {
  const list = (...values: string[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
  const asked = fc.record({
    caller: fc.constantFrom('cart', 'web'),
    port: fc.constantFrom(8080, 9090),
    methods: list('GET', 'POST', 'PUT'),
    paths: list('/a', '/b', '/c'),
    hosts: list('x', 'y'),
    tcp: fc.constant(false),
  });
  const isIn = (value: string, values: readonly string[] | undefined) => values === undefined || values.includes(value);

  it('admits exactly the requests that the calls admit one by one', () => {
    fc.assert(fc.property(fc.array(asked, { maxLength: 8 }), calls => {
      const rules = rulesOf(...calls);
      for (const caller of ['cart', 'web', 'other']) {
        const operations = rules.filter(rule => rule.from[0].source.principals.includes(`cluster.local/ns/shop/sa/${caller}`))
          .flatMap(rule => rule.to.map(({ operation }: any) => operation));
        for (const port of [8080, 9090]) {
          for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
            for (const path of ['/a', '/b', '/c', '/d']) {
              for (const host of ['x', 'y', 'z']) {
                const admitted = operations.some((operation: any) => operation.ports.includes(String(port))
                  && isIn(method, operation.methods) && isIn(path, operation.paths) && isIn(host, operation.hosts));
                const meant = calls.some(call => call.caller === caller && call.port === port
                  && isIn(method, call.methods) && isIn(path, call.paths) && isIn(host, call.hosts));
                expect({ caller, port, method, path, host, admitted }).toEqual({ caller, port, method, path, host, admitted: meant });
              }
            }
          }
        }
      }
    }), { numRuns: 100 });
  });

  it('says no operation twice, and the same whatever the order', () => {
    fc.assert(fc.property(fc.array(asked, { maxLength: 8 }), calls => {
      const operations = rulesOf(...calls).flatMap(rule => rule.to.map((to: any) => JSON.stringify([rule.from, to])));
      expect(operations).toEqual([...new Set(operations)]);
      expect(operations.length).toBeLessThanOrEqual(calls.length);
      expect(rulesOf(...[...calls].reverse())).toEqual(rulesOf(...calls));
    }));
  });
});
