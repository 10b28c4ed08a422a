import type { Element } from './element';
import type { Labels } from './labels';
import type { PortProtocol } from './protocols';
import { protocolNamed } from './protocols';
import type { Source } from './source';
import { elementOf } from './source';

export type OutboundMode = 'ALLOW_ANY' | 'REGISTRY_ONLY';

/** A host of an egress listener. `namespace` is a name, `.`, `*` or `~`. */
export interface EgressHost {
  readonly namespace: string;
  readonly host: string;
}

export interface EgressListener {
  readonly hosts: readonly EgressHost[];
  readonly port?: number;
  readonly path: string;
}

export interface IngressListener {
  readonly port: number;
  readonly protocol: PortProtocol;
  /** The application's own TLS, ended by the proxy. */
  readonly tls: boolean;
}

/**
 * Which part of the mesh a proxy knows.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export interface Sidecar extends Element {
  /** Undefined where there is no selector; an empty one is a selector that matches all. */
  readonly workloadSelector?: Labels;
  readonly egress?: readonly EgressListener[];
  readonly ingress?: readonly IngressListener[];
  readonly outboundMode?: OutboundMode;
  readonly egressProxy: boolean;
}

export function readSidecar(source: Source): Sidecar {
  const spec = source.reader.object('spec');
  const selector = spec.object('workloadSelector');
  const policy = spec.object('outboundTrafficPolicy');
  const egress = spec.objects('egress');
  const ingress = spec.objects('ingress');
  return {
    ...selector.exists ? { workloadSelector: selector.map('labels') ?? new Map<string, string>() } : {},
    // Istio asks for the length: an empty list is as none.
    ...egress === undefined || egress.length === 0 ? {} : {
      egress: egress.map((listener, i) => {
        const port = listener.object('port').number('number');
        // Such listeners see only what a program sends to them on purpose.
        if (listener.string('captureMode') === 'NONE' || listener.has('bind') || listener.object('port').string('protocol')?.toUpperCase() === 'HTTP_PROXY') {
          listener.report('a listener that traffic is not redirected to is not modelled');
        }
        return {
          hosts: (listener.strings('hosts') ?? []).map(readHost),
          ...port === undefined || port === 0 ? {} : { port },
          path: `egress[${i}]`,
        };
      }),
    },
    ...ingress === undefined || ingress.length === 0 ? {} : {
      ingress: ingress.map(listener => {
        const protocol = listener.object('port').string('protocol') ?? '';
        return {
          port: listener.object('port').number('number') ?? 0,
          protocol: protocolNamed(protocol) ?? 'sniffed',
          tls: listener.object('tls').exists,
        };
      }),
    },
    // The zero value of the mode is REGISTRY_ONLY.
    ...policy.exists ? { outboundMode: policy.string('mode') === 'ALLOW_ANY' ? 'ALLOW_ANY' : 'REGISTRY_ONLY' } : {},
    egressProxy: policy.object('egressProxy').exists,
    ...elementOf(source),
  };
}

function readHost(host: string): EgressHost {
  const slash = host.indexOf('/');
  // The API refuses a host without namespace; Istio would read it as a host of every namespace.
  return slash === -1 ? { namespace: '*', host } : { namespace: host.slice(0, slash), host: host.slice(slash + 1) };
}

/** The host with `.` replaced by the namespace of the workload that the Sidecar applies to. */
export function hostOf(entry: EgressHost, workloadNamespace: string): EgressHost {
  return entry.namespace === '.' ? { namespace: workloadNamespace, host: entry.host } : entry;
}

