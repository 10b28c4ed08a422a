import type { Element } from './element';
import type { Labels } from './labels';
import type { Source } from './source';
import { elementOf } from './source';

export interface GatewayServer {
  readonly port: number;
  readonly protocol: string;
  /** Hosts, each with the namespace whose VirtualServices may use it: a name or `*`. */
  readonly hosts: readonly { readonly namespace: string; readonly host: string }[];
  /** The mode of TLS; undefined without TLS. `tls: {}` is PASSTHROUGH. */
  readonly tls?: string;
  readonly httpsRedirect: boolean;
  readonly path: string;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/ */
export interface Gateway extends Element {
  readonly selector: Labels;
  readonly servers: readonly GatewayServer[];
}

export function readGateway(source: Source): Gateway {
  const spec = source.reader.object('spec');
  return {
    selector: spec.map('selector') ?? new Map<string, string>(),
    servers: (spec.objects('servers') ?? []).map((server, i) => {
      const tls = server.object('tls');
      const redirect = tls.boolean('httpsRedirect') ?? false;
      const hasMode = tls.exists && (tls.has('mode') || !redirect);
      return {
        port: server.object('port').number('number') ?? 0,
        protocol: (server.object('port').string('protocol') ?? 'TCP').toUpperCase(),
        hosts: (server.strings('hosts') ?? []).map(host => readHost(host, source.namespace)),
        ...hasMode ? { tls: tls.string('mode') ?? 'PASSTHROUGH' } : {},
        httpsRedirect: redirect,
        path: `servers[${i}]`,
      };
    }),
    ...elementOf(source),
  };
}

function readHost(host: string, namespace: string): { readonly namespace: string; readonly host: string } {
  const slash = host.indexOf('/');
  if (slash === -1) { return { namespace: '*', host }; }
  const prefix = host.slice(0, slash);
  return { namespace: prefix === '.' ? namespace : prefix, host: host.slice(slash + 1) };
}
