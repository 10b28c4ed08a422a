import { bySpecificity, hostWithin, splitPort } from '../hosts';
import { dig } from '../json';
import type { Gateway, MeshModel, VirtualService, Workload } from '../model';
import type { Arrival } from './arrival';
import { receive } from './callee';
import { allOf, anyOf, together } from './combine';
import type { Decision, LayerVerdict } from './decision';
import { LayerSpeaker } from './decision';
import type { Listener, OwnedRule } from './gateway-routing';
import { claimantsOf, claimsOf, listenersOf, mergedRules } from './gateway-routing';
import { readsRequests } from './gateway-servers';
import { decideAuthorization } from './layers/authorization';
import { extensionIn } from './layers/extensions';
import { decideConnection, podPeer } from './layers/network-policies';
import type { TokenVerdict } from './layers/request-authentication';
import { decideToken } from './layers/request-authentication';
import { spiffe } from './match/identities';
import { normalizePath, withoutQuery } from './match/paths';
import type { Routable } from './match/routes';
import { takeRoute } from './outbound';
import { isAmbient } from './proxies';
import type { Request } from './request';
import { isHttp } from './request';
import type { Sender, Sent } from './sent';
import { Scope } from './sidecar-scope';
import { takeServerName, takeStream } from './stream-routes';
import { isUnknown, Unknown } from './tri';

const routing = new LayerSpeaker('routing', false);

/** Through a gateway, by the host that is asked for: its Gateway, its VirtualService, and then as the gateway. */
export function fromInternet(model: MeshModel, callee: Workload, sidecar: boolean, request: Request): Decision {
  const { listeners, orphans } = listenersOf(model);
  const hosts = request.host === undefined ? hostsServed(model, listeners) : [splitPort(request.host).host.toLowerCase()];
  const ways = hosts.flatMap(host => waysFor(model, listeners, host).map(way => () => take(model, callee, sidecar, request, host, way)));
  const decisions = ways.map(way => way());
  for (const host of request.host === undefined ? [undefined] : hosts) {
    const opaque = notModelled(model, host);
    if (opaque !== undefined) { decisions.push(together([routing.unknown(opaque)])); }
    const serves = (gateway: Gateway): boolean => gateway.servers.some(server =>
      server.hosts.some(entry => host === undefined || hostWithin(host, entry.host)));
    const orphan = orphans.find(serves);
    if (orphan !== undefined) { decisions.push(together([routing.unknown(`no gateway that is known has the labels that Gateway ${orphan.namespace}/${orphan.name} selects`, orphan)])); }
  }
  if (decisions.length > 0) { return anyOf(decisions); }
  return together([routing.deny(`no Gateway serves ${request.host ?? 'any host'}`, '404')]);
}

/** One name for each host that a VirtualService has at a gateway. */
function hostsServed(model: MeshModel, listeners: readonly Listener[]): readonly string[] {
  const domains = listeners.flatMap(listener => claimsOf(model, listener).flatMap(({ domain, route }) =>
    [domain, ...listener.server.tls === 'PASSTHROUGH' ? serverNames(route) : []]));
  return [...new Set(domains)].map(domain => domain === '*' ? 'any.host' : domain.replace(/^\*/, 'any'));
}

/** Listeners that a client may choose between: a port, and without TLS or with. */
type GatewayWay = readonly Listener[];

function waysFor(model: MeshModel, listeners: readonly Listener[], host: string): readonly GatewayWay[] {
  const groups = new Map<string, Listener[]>();
  for (const listener of listeners) {
    const key = `${listener.pods.namespace}/${listener.pods.name}:${listener.server.port}`;
    groups.set(key, [...groups.get(key) ?? [], listener]);
  }
  return [...groups.values()].flatMap(group => {
    const serving = group.filter(listener => namesOf(model, listener, host).length > 0 || servesHost(listener, host));
    if (serving.length === 0) { return []; }
    // Without TLS all servers of a port share their routes; with it the name decides which server it is.
    const plain = serving.filter(({ server }) => server.tls === undefined);
    const secure = serving.filter(({ server }) => server.tls !== undefined)
      .sort((a, b) => bySpecificity(bestHost(model, a, host), bestHost(model, b, host)));
    return [...plain.length > 0 ? [plain] : [], ...secure.length > 0 ? [[secure[0]]] : []];
  });
}

function servesHost({ server }: Listener, host: string): boolean {
  return server.hosts.some(entry => hostWithin(host, entry.host));
}

/** Where TLS is passed through, names of routes count, and not the server's. */
function namesOf(model: MeshModel, listener: Listener, host: string): readonly string[] {
  return listener.server.tls !== 'PASSTHROUGH' ? []
    : claimsOf(model, listener).flatMap(({ route }) => serverNames(route)).filter(name => hostWithin(host, name));
}

function serverNames({ tls }: VirtualService): readonly string[] {
  return tls.flatMap(({ matches }) => matches.flatMap(match => match.serverNames));
}

function bestHost(model: MeshModel, listener: Listener, host: string): string {
  const own = listener.server.tls === 'PASSTHROUGH' ? namesOf(model, listener, host)
    : listener.server.hosts.map(entry => entry.host).filter(one => hostWithin(host, one));
  return [...own].sort(bySpecificity)[0] ?? '*';
}

function take(model: MeshModel, callee: Workload, sidecar: boolean, request: Request, host: string, way: GatewayWay): Decision {
  const [{ gateway, server, pods }] = way;
  const name = `Gateway ${gateway.namespace}/${gateway.name}`;
  const broken = way.find(listener => listener.gateway.problems.length > 0);
  if (broken !== undefined) { return together([routing.unknown(`Gateway ${broken.gateway.namespace}/${broken.gateway.name} cannot be read: ${broken.gateway.problems[0]}`, broken.gateway)]); }
  const http = isHttp(request);
  if (http !== readsRequests({ server }) && server.tls !== 'PASSTHROUGH') { return together([routing.deny(`port ${server.port} of ${name} speaks ${server.protocol}`, 'reset', gateway, server.path)]); }
  if (isRedirected(model, way, host)) { return together([routing.deny(`${name} sends the client to HTTPS`, '301', gateway, server.path)]); }
  switch (server.tls) {
    case 'ISTIO_MUTUAL': return together([routing.deny(`${name} wants a certificate of the mesh`, 'reset', gateway, server.path)]);
    case 'MUTUAL':
      if (request.from.kind === 'internet' && request.from.certificate === true) { break; }
      return together([routing.unknown(`${name} wants a certificate of the client; whether it has one, the request does not say`, gateway, server.path)]);
    case 'PASSTHROUGH':
      if (!http) { break; }
      return together([routing.unknown(`${name} passes TLS through, and does not see what is in it`, gateway, server.path)]);
    case 'AUTO_PASSTHROUGH':
      return together([routing.unknown(`${name} passes TLS through, by a name that is not modelled`, gateway, server.path)]);
  }
  const extension = extensionIn(model, pods, 'GATEWAY');
  if (extension !== undefined) { return together([routing.unknown(`${extension.kind} ${extension.namespace}/${extension.name} changes the gateway in ways that are not modelled`, extension)]); }
  const claims = way.flatMap(listener => claimsOf(model, listener));
  const claimants = server.tls === 'PASSTHROUGH' ? claims : claimantsOf(claims, host);
  if (claimants.length === 0) { return together([routing.deny(`no VirtualService of ${name} speaks for ${host}`, http ? '404' : 'reset', gateway, server.path)]); }
  return throughGateway(model, callee, sidecar, request, way[0], mergedRules(claimants), claimants.map(claim => claim.route), request.host ?? host);
}

/**
 * Does a port without TLS send requests for a host to HTTPS? The routes for a domain do if one of their servers does; and so does a
 * server for its own hosts where no routes are for them, or for less of them.
 */
function isRedirected(model: MeshModel, way: GatewayWay, host: string): boolean {
  const [domain] = claimantsOf(way.flatMap(listener => claimsOf(model, listener)), host).map(claim => claim.domain);
  return way.filter(({ server }) => server.httpsRedirect).some(listener =>
    claimsOf(model, listener).some(claim => claim.domain === domain)
    || listener.server.hosts.some(entry => hostWithin(host, entry.host) && (domain === undefined || hostWithin(entry.host, domain))));
}

function throughGateway(
  model: MeshModel, callee: Workload, sidecar: boolean, request: Request, listener: Listener, rules: readonly OwnedRule[],
  routes: readonly OwnedRule['route'][], authority: string,
): Decision {
  const { pods, server } = listener;
  const client = { namespace: pods.namespace, labels: pods.labels };
  const sender: Sender = {
    model, client, scope: new Scope(model, pods.namespace, undefined), callee, calleeSidecar: sidecar, containerPort: request.port,
  };
  // The gateway writes the client's address itself: what the client says of that does not count.
  const headers = new Map([...request.headers].filter(([name]) => name !== 'x-forwarded-for'));
  const token = decideToken(model, pods, request, isHttp(request));
  const routable: Routable | undefined = isHttp(request) ? {
    method: request.method ?? '',
    path: normalizePath(request.path ?? '/', model.meshConfig.pathNormalization),
    authority,
    headers,
    user: { claims: token.mayBeMissing === true ? new Unknown(token.verdict.reason) : token.claims },
  } : undefined;
  const gatewayName = `${listener.gateway.namespace}/${listener.gateway.name}`;
  const sent: Sent = routable === undefined ? (server.tls === 'PASSTHROUGH' ? takeServerName(sender, routes, gatewayName, server.port, splitPort(authority).host.toLowerCase())
    // Where TLS ends, or there is none, routes by server name say nothing.
    : takeStream(sender, routes.map(route => ({ ...route, tls: [] })), gatewayName, server.port))
    ?? { layers: [routing.deny('no VirtualService of the gateway has a route for bytes', 'reset', listener.gateway)], deliveries: [] }
    : takeRoute(sender, rules, routable, server.port);
  const address = request.from.address ?? new Unknown('the address of the client is not known');
  const entrance = entrances(model, pods, listener, request, routable, token, address);
  const decide = (layers: readonly LayerVerdict[], delivered: Routable | undefined, transport: Sent['deliveries'][number]['transport']): Decision => together([
    ...entrance.layers,
    ...layers,
    decideConnection(model, podPeer(model, pods), callee, request.port),
    ...receive(model, callee, sidecar, isAmbient(model, callee), entrance.forwarded, {
      transport,
      identity: spiffe(model.meshConfig.trustDomain, pods.namespace, pods.serviceAccount),
      peerAddress: pods.addresses.length === 1 ? pods.addresses[0] : new Unknown('the address of the gateway is not known'),
      remoteAddress: address,
      refused: routable === undefined ? 'reset' : '503',
      ...delivered === undefined ? {} : { request: delivered },
    }),
  ]);
  if (sent.deliveries.length === 0) { return together([...entrance.layers, ...sent.layers]); }
  const decisions = sent.deliveries.map(delivery => decide(sent.layers, delivery.request, delivery.transport));
  const { uncertain } = sent;
  if (uncertain !== undefined) { decisions.push(together([...entrance.layers, uncertain])); }
  return sent.layers.some(layer => layer.verdict === 'UNKNOWN') ? allOf(decisions, 'it is not known what the gateway sends') : anyOf(decisions);
}

/** What the gateway's own policies say, as far as they do not just let it through; and the request that it passes on. */
function entrances(
  model: MeshModel, pods: Workload, { server, gateway }: Listener, request: Request, routable: Routable | undefined, token: TokenVerdict,
  address: string | Unknown,
): { readonly layers: readonly LayerVerdict[]; readonly forwarded: Request } {
  // Services often map 80 and 443 to 8080 and 8443, and only the gateway's own port is compared.
  const ports = server.port === 80 ? [80, 8080] : server.port === 443 ? [443, 8443] : [server.port];
  const path = routable === undefined ? '' : isUnknown(routable.path) ? routable.path : withoutQuery(routable.path);
  const verdicts = ports.map(port => {
    const arrival: Arrival = {
      http: routable !== undefined,
      port,
      peerAddress: address,
      remoteAddress: address,
      destinationAddress: new Unknown('the address of the gateway is not known'),
      serverName: server.tls === undefined ? '' : new Unknown('the server name is not known'),
      method: routable?.method ?? '',
      path,
      authority: routable?.authority ?? '',
      headers: routable?.headers ?? new Map<string, string>(),
      ...token.claims === undefined ? {} : { claims: token.claims },
    };
    return together([decideAuthorization(model, pods, arrival)]);
  });
  const authorization = allOf(verdicts, 'the port of the gateway\'s pods is not known').layers;
  const network = decideConnection(model, { kind: 'external', ...isUnknown(address) ? {} : { address } }, pods, ports[ports.length - 1]);
  const consumed = token.claims !== undefined && token.verdict.object !== undefined
    && dig(token.verdict.object.object, 'spec', 'jwtRules') !== undefined && !forwards(token.verdict.object.object, token.verdict.rule);
  const { claims: _claims, ...rest } = request;
  return {
    layers: [network, token.verdict, ...authorization].filter(layer => layer.verdict !== 'ALLOW')
      .map(layer => ({ ...layer, reason: `at Gateway ${gateway.namespace}/${gateway.name}: ${layer.reason}` })),
    forwarded: consumed ? rest : request,
  };
}

/** A gateway that reads a token keeps it, unless it is told to pass it on. */
function forwards(object: unknown, rule: string | undefined): boolean {
  const index = /\[(\d+)\]/.exec(rule ?? '')?.[1] ?? '0';
  return dig(object, 'spec', 'jwtRules', index, 'forwardOriginalToken') === true;
}

/** Other ways in, of which nothing is known. */
function notModelled(model: MeshModel, host: string | undefined): string | undefined {
  const route = model.apiRoutes.all.find(candidate => candidate.parents.some(parent => parent.kind === 'Gateway')
    && (host === undefined || candidate.hosts.length === 0 || candidate.hosts.some(own => hostWithin(host, own))));
  if (route !== undefined) { return `${route.kind} ${route.namespace}/${route.name} leads in through the Gateway API, which is not modelled`; }
  const ingress = model.others.find(({ kind, object }) => kind === 'Ingress' && String(dig(object, 'apiVersion')).startsWith('networking.k8s.io/'));
  return ingress === undefined ? undefined : `Ingress ${ingress.namespace}/${ingress.name} leads in, which is not modelled`;
}
