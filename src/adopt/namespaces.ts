import { dig, isObject } from '../analysis/json';
import type { Code } from '../source-code';
import { invoke } from '../source-code';
import type { Json, KubeObject } from './kube-object';
import { isEmpty, podsOf } from './kube-object';
import type { Props } from './names';
import { enumMember, ours } from './names';

/** What policies of a namespace hold for all of it. */
export interface NamespacePolicies {
  /** The mechanisms that deny what nobody opens. */
  readonly mechanisms: readonly string[];
  /** What PeerAuthentication says for all of it. @default - nothing */
  readonly mtls?: string;
  /** The objects that constructs would write anew. */
  readonly objects: readonly KubeObject[];
  /** What they say beside access, which constructs would not write. @default - nothing */
  readonly more?: string;
}

const ALL_MECHANISMS = ['AuthorizationPolicy', 'NetworkPolicy', 'Sidecar'];

/** The policies of a namespace, as constructs of ours write them. */
export function policiesOf(objects: readonly KubeObject[], controllers: readonly KubeObject[]): NamespacePolicies {
  const istio = (kind: string, group: string): readonly KubeObject[] => objects.filter(one => one.kind === kind && one.group === group);
  const authorization = istio('AuthorizationPolicy', 'security.istio.io').filter(({ manifest }) => (dig(manifest, 'spec', 'action') ?? 'ALLOW') === 'ALLOW');
  const network = istio('NetworkPolicy', 'networking.k8s.io');
  const sidecars = istio('Sidecar', 'networking.istio.io');
  const authentication = istio('PeerAuthentication', 'security.istio.io');
  const holds: readonly (readonly [string, boolean])[] = [
    ['AuthorizationPolicy', authorization.some(one => isEverywhere(dig(one.manifest, 'spec', 'selector')) && isEmpty(dig(one.manifest, 'spec', 'rules'))) || guardsAll(authorization, ['spec', 'selector'], controllers)],
    ['NetworkPolicy', network.some(({ manifest }) => isEverywhere(dig(manifest, 'spec', 'podSelector'))) || guardsAll(network, ['spec', 'podSelector'], controllers)],
    ['Sidecar', sidecars.some(({ manifest }) => isEverywhere(dig(manifest, 'spec', 'workloadSelector'))) || guardsAll(sidecars, ['spec', 'workloadSelector'], controllers)],
  ];
  const more = sidecars.map(moreOf).find(text => text !== undefined);
  const modes = authentication.map(({ manifest }) => dig(manifest, 'spec', 'mtls', 'mode'));
  const wide = authentication.find(({ manifest }) => isEverywhere(dig(manifest, 'spec', 'selector')));
  const mtls = wide === undefined ? (new Set(modes).size === 1 ? modes[0] : undefined) : dig(wide.manifest, 'spec', 'mtls', 'mode');
  return {
    mechanisms: holds.filter(([, does]) => does).map(([mechanism]) => mechanism),
    ...typeof mtls === 'string' ? { mtls } : {},
    objects: [...authorization, ...network, ...sidecars, ...authentication],
    ...more === undefined ? {} : { more },
  };
}

const SIDECAR_FIELDS = ['workloadSelector', 'egress', 'outboundTrafficPolicy'];

/** What a Sidecar says that is neither which hosts it knows nor what becomes of others. */
function moreOf({ name, manifest }: KubeObject): string | undefined {
  const listeners = dig(manifest, 'spec', 'egress');
  const fields = [
    ...Object.keys(dig(manifest, 'spec') ?? {}).filter(field => !SIDECAR_FIELDS.includes(field)),
    ...(Array.isArray(listeners) ? listeners : []).flatMap(listener => Object.keys(listener ?? {}).filter(field => field !== 'hosts')),
  ];
  return fields.length === 0 ? undefined : `Sidecar '${name}' says ${fields.join(', ')}, which is more than whom its pods call`;
}

/** Has every workload a policy of its own? Then the namespace needs none. */
function guardsAll(policies: readonly KubeObject[], path: readonly string[], controllers: readonly KubeObject[]): boolean {
  const selectors = policies.map(({ manifest }) => dig(manifest, ...path)).map(selector => dig(selector, 'matchLabels') ?? dig(selector, 'labels'));
  return controllers.length > 0 && controllers.every(controller => selectors.some(selector => isObject(selector) && Object.keys(selector).length > 0
    && Object.entries(selector).every(([label, value]) => podsOf(controller).labels[label] === value)));
}

function isEverywhere(selector: unknown): boolean {
  return selector === undefined || selector === null || Object.values(selector).every(isEmpty);
}

/** `enforce` and `mtls` of a namespace whose policies are written anew. */
export function enforcedProps({ mechanisms, mtls }: NamespacePolicies): Props {
  return {
    mtls: mtls === 'STRICT' ? undefined : enumMember('MtlsMode', mtls ?? 'UNSET'),
    enforce: mechanisms.length === ALL_MECHANISMS.length ? undefined : mechanisms.map(mechanismCode),
  };
}

function mechanismCode(mechanism: string): Code {
  return enumMember('Mechanism', { AuthorizationPolicy: 'AUTHORIZATION_POLICY', NetworkPolicy: 'NETWORK_POLICY', Sidecar: 'SIDECAR' }[mechanism as 'Sidecar']);
}

const POD_SECURITY = 'pod-security.kubernetes.io/';

/** Props of a namespace that is declared, from the object; or why it has to stay an object. */
export function ownedProps({ manifest, name }: KubeObject): Props | string {
  const { apiVersion: _1, kind: _2, metadata, spec: _3, ...more } = manifest;
  const odd = [...Object.keys(more), ...Object.keys(metadata).filter(field => !['name', 'labels'].includes(field))];
  if (odd.length > 0) { return `it says ${odd.join(', ')}`; }
  const labels: Json = { ...metadata.labels };
  const injection = labels['istio-injection'];
  const revision = labels['istio.io/rev'];
  if (injection === undefined && revision === undefined) { return 'it does not say whether pods get proxies'; }
  if (injection !== undefined && revision !== undefined) { return 'it says twice how pods get proxies'; }
  const levels = ['enforce', 'warn', 'audit'].map(mode => [mode, labels[POD_SECURITY + mode] ?? 'privileged'] as const);
  // Ours only warn, unless the platform has istio-cni.
  const asOurs = Object.keys(labels).every(label => !label.startsWith(POD_SECURITY)) || levels.every(([mode, level]) => level === (mode === 'enforce' ? 'privileged' : 'restricted'));
  const known = ['istio-injection', 'istio.io/rev', 'kubernetes.io/metadata.name', 'app.kubernetes.io/managed-by', 'app.kubernetes.io/part-of', ...levels.map(([mode]) => POD_SECURITY + mode)];
  const rest = Object.fromEntries(Object.entries(labels).filter(([label]) => !known.includes(label))) as { readonly [label: string]: string };
  const partOf = labels['app.kubernetes.io/part-of'];
  return {
    labels: Object.keys(rest).length === 0 ? undefined : rest,
    partOf: partOf === undefined || partOf === name ? undefined : partOf,
    injection: injection === 'enabled' ? undefined : revision !== undefined ? invoke(ours('Injection'), 'revision', revision) : invoke(ours('Injection'), 'disabled'),
    podSecurity: asOurs ? undefined : Object.fromEntries(levels.map(([mode, level]) => [mode, enumMember('PodSecurityLevel', level)])),
  };
}
