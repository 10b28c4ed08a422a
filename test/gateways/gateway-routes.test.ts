import { AppProtocol } from '../../src/calls/app-protocol';
import type { DeclaredCall } from '../../src/calls/declared-call';
import { PathPattern } from '../../src/calls/path-pattern';
import { conflicts, gatewayRoutes } from '../../src/gateways/gateway-routes';
import type { TrafficRegistry } from '../../src/traffic/traffic-registry';

function exposed(name: string, path: string | undefined, methods?: string[]): DeclaredCall {
  const port = { name: 'http', port: 80, targetPort: 8080, protocol: AppProtocol.HTTP };
  return {
    caller: { name: 'shop/public', namespace: 'istio-ingress', serviceAccount: 'istio-ingress', trustDomain: 'cluster.local', podLabels: {}, meshed: true },
    callee: { name: `shop/${name}`, namespace: 'shop', host: name, ports: [port], podLabels: {}, trustDomains: ['cluster.local'], authorizes: true },
    port,
    operation: { methods, paths: path === undefined ? undefined : [PathPattern.parse(path)] },
  };
}

const routesOf = (...calls: DeclaredCall[]): any[] => gatewayRoutes(calls, { get: () => undefined } as unknown as TrafficRegistry, 'shop/gateway').routes;

function matches({ uri, method }: any, path: string, asked: string): boolean {
  return (method === undefined || method.exact === asked)
    && (uri.exact !== undefined ? path === uri.exact : uri.prefix !== undefined ? path.startsWith(uri.prefix) : new RegExp(`^(?:${uri.regex})$`).test(path));
}

/** The service that a request reaches through a gateway. */
function reached(routes: any[], path: string, method = 'GET'): string | undefined {
  return routes.find(({ match }) => match.some((one: any) => matches(one, path, method)))?.route[0].destination.host;
}

describe('routes of a gateway', () => {
  it.each([
    ['an exact path', '/a/b', 'a prefix', '/a*', '/a/b'],
    ['an exact path', '/a/b', 'a template', '/a/{*}', '/a/b'],
    ['an exact path', '/a/b', 'any path', undefined, '/a/b'],
    ['a longer prefix', '/a/b*', 'a shorter one', '/a*', '/a/bc'],
    ['a prefix', '/a/b*', 'a template that covers it', '/a/{**}', '/a/b/c'],
    ['a template', '/a/{*}/b', 'a prefix that covers it', '/a/*', '/a/x/b'],
    ['one segment', '/a/{*}', 'any number of them', '/a/{**}', '/a/x'],
    ['a suffix', '*.css', 'any path', '*', '/x.css'],
  ])('prefer %s (%s) to %s (%s)', (_, narrow, __, wide, path) => {
    for (const calls of [[exposed('narrow', narrow), exposed('wide', wide)], [exposed('wide', wide), exposed('narrow', narrow)]]) {
      expect(conflicts(calls)).toEqual([]);
      expect(reached(routesOf(...calls), path)).toBe('narrow');
    }
  });

  it('prefer a method to any method', () => {
    const routes = routesOf(exposed('any', '/a'), exposed('get', '/a', ['GET']));
    expect(reached(routes, '/a', 'GET')).toBe('get');
    expect(reached(routes, '/a', 'POST')).toBe('any');
  });

  it('lead nowhere what is not exposed', () => {
    const routes = routesOf(exposed('cart', '/a', ['GET']), exposed('stock', '/b*'));
    expect(reached(routes, '/a', 'POST')).toBeUndefined();
    expect(reached(routes, '/c')).toBeUndefined();
  });

  it('join what leads to one service, and no more', () => {
    expect(routesOf(exposed('cart', '/a'), exposed('cart', '/b')).map(route => route.match.length)).toEqual([2]);
    expect(routesOf(exposed('cart', '/aaa'), exposed('stock', '/aa'), exposed('cart', '/a')).map(route => route.route[0].destination.host))
      .toEqual(['cart', 'stock', 'cart']);
  });

  it('refuse one match of two services', () => {
    const [conflict] = conflicts([exposed('cart', '/a', ['GET']), exposed('stock', '/a', ['GET', 'POST'])]);
    expect(conflict.match).toContain('/a');
    expect(conflict.callees.join(' ')).toMatch(/shop\/cart.* shop\/stock/);
    expect(conflicts([exposed('cart', '/a', ['GET']), exposed('stock', '/a', ['POST'])])).toEqual([]);
  });

  it.each([['/{**}', '/*'], ['/*', '*'], ['/a/{**}', '/a/*']])('refuse %s and %s of two services: they mean the same', (one, other) => {
    expect(conflicts([exposed('cart', one), exposed('stock', other)])).toHaveLength(1);
    expect(routesOf(exposed('cart', one))).toEqual(routesOf(exposed('cart', other)));
  });

  it('hide nothing: of any two services, each is reached by something that it exposes', () => {
    const segments = ['a', 'b', '{*}', '{**}', 'a*', '*'];
    const patterns = ['*', '*a', '*/b', '/', ...segments.map(one => `/${one}`), ...segments.flatMap(one => segments.map(other => `/${one}/${other}`))]
      .filter(path => PathPattern.parse(path).problem === undefined);
    const words = ['', 'a', 'b', 'ab', 'x', 'xa'];
    const paths = [...words.map(word => `/${word}`), ...words.flatMap(one => words.map(other => `/${one}/${other}`)), '/a/x/b', '/a/b/x', '/x/a/b', '/b/x/x'];
    const hidden: string[] = [];
    for (const one of patterns) {
      for (const other of patterns) {
        const calls = [exposed('one', one), exposed('other', other)];
        const routes = routesOf(...calls);
        if (one !== other && conflicts(calls).length === 0 && !paths.some(path => reached(routes, path) === 'one')) {
          hidden.push(`${one} by ${other}`);
        }
      }
    }
    expect(hidden).toEqual([]);
  });
});
