import { fullyQualified } from '../hosts';
import type { Reader } from '../json';
import type { Element } from './element';
import type { Labels } from './labels';
import type { Source } from './source';
import { elementOf } from './source';

export type ClientTlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

export interface ClientTls {
  readonly mode: ClientTlsMode;
  readonly credentialName?: string;
  /** The names of which the callee's certificate must have one; empty asks for none in particular. */
  readonly subjectAltNames: readonly string[];
  /** The server name of the handshake. */
  readonly serverName?: string;
}

/**
 * What of a traffic policy decides whether a request arrives.
 */
export interface TrafficPolicy {
  readonly tls?: ClientTls;
  /** Load balancer `PASSTHROUGH`: the address that the caller chose. */
  readonly passthrough: boolean;
  /** A setting that changes what is sent in a way that is not modelled (tunnel, PROXY protocol). */
  readonly opaque?: string;
  readonly ports: readonly { readonly port: number; readonly tls?: ClientTls; readonly passthrough: boolean }[];
}

export interface Subset {
  readonly name: string;
  readonly labels: Labels;
  readonly trafficPolicy?: TrafficPolicy;
}

export interface DestinationRule extends Element {
  readonly host: string;
  readonly exportTo?: readonly string[];
  readonly workloadSelector?: Labels;
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets: readonly Subset[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export function readDestinationRule(source: Source, clusterDomain: string): DestinationRule {
  const spec = source.reader.object('spec');
  const exportTo = spec.strings('exportTo');
  const selector = spec.object('workloadSelector');
  const workloadSelector = selector.exists ? selector.map('matchLabels') ?? new Map<string, string>() : undefined;
  return {
    host: fullyQualified(spec.string('host') ?? '', source.namespace, clusterDomain),
    ...exportTo === undefined ? {} : { exportTo },
    ...workloadSelector === undefined ? {} : { workloadSelector },
    ...policyOf(spec),
    subsets: (spec.objects('subsets') ?? []).map(subset => ({
      name: subset.string('name') ?? '',
      labels: subset.map('labels') ?? new Map<string, string>(),
      ...policyOf(subset),
    })),
    ...elementOf(source),
  };
}

function policyOf(holder: Reader): { readonly trafficPolicy?: TrafficPolicy } {
  const policy = holder.object('trafficPolicy');
  if (!policy.exists) { return {}; }
  const opaque = policy.has('tunnel') ? 'tunnel' : policy.has('proxyProtocol') ? 'proxyProtocol' : undefined;
  return {
    trafficPolicy: {
      ...tlsOf(policy),
      passthrough: isPassthrough(policy),
      ...opaque === undefined ? {} : { opaque },
      ports: (policy.objects('portLevelSettings') ?? []).map(entry => ({
        port: entry.object('port').number('number') ?? 0,
        ...tlsOf(entry),
        passthrough: isPassthrough(entry),
      })),
    },
  };
}

function isPassthrough(policy: Reader): boolean {
  return policy.object('loadBalancer').string('simple') === 'PASSTHROUGH';
}

/** `tls: {}` is the zero value of the mode: DISABLE. */
function tlsOf(policy: Reader): { readonly tls?: ClientTls } {
  const tls = policy.object('tls');
  if (!tls.exists) { return {}; }
  const mode = tls.string('mode') ?? 'DISABLE';
  if (mode !== 'DISABLE' && mode !== 'SIMPLE' && mode !== 'MUTUAL' && mode !== 'ISTIO_MUTUAL') {
    tls.report(`mode ${mode} is not a TLS mode`);
    return {};
  }
  const credentialName = tls.string('credentialName');
  const serverName = tls.string('sni');
  return {
    tls: {
      mode,
      subjectAltNames: tls.strings('subjectAltNames') ?? [],
      ...credentialName === undefined ? {} : { credentialName },
      ...serverName === undefined || serverName === '' ? {} : { serverName },
    },
  };
}
