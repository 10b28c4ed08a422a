import type { DeclaredPods } from './declared-pods';
import type { PodTemplate } from '../private/pod-template';
import type { Json } from '../private/rendering';

/**
 * Settings of the pod that take traffic around its proxy, or leave it without one: policies would say one thing, and the
 * pod do another.
 *
 * @see https://istio.io/latest/docs/reference/config/annotations/
 */
const AROUND_THE_PROXY: { readonly [key: string]: (value: string) => boolean } = {
  'traffic.sidecar.istio.io/excludeInboundPorts': value => value !== '',
  'traffic.sidecar.istio.io/excludeOutboundPorts': value => value !== '',
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': value => value !== '',
  'traffic.sidecar.istio.io/excludeInterfaces': value => value !== '',
  'traffic.sidecar.istio.io/includeInboundPorts': value => value !== '*',
  'traffic.sidecar.istio.io/includeOutboundPorts': value => value !== '',
  'traffic.sidecar.istio.io/includeOutboundIPRanges': value => value !== '*',
  'traffic.sidecar.istio.io/kubevirtInterfaces': value => value !== '',
  'istio.io/reroute-virtual-interfaces': value => value !== '',
  'sidecar.istio.io/interceptionMode': value => value !== 'REDIRECT' && value !== 'TPROXY',
  'inject.istio.io/templates': value => value !== 'sidecar',
  'security.istio.io/tlsMode': value => value !== 'istio',
  'istio.io/dataplane-mode': value => value !== 'none',
  // The kubelet could not ask through strict mutual TLS.
  'sidecar.istio.io/rewriteAppHTTPProbers': value => value !== 'true',
};

/** Names that injection takes for its own containers. */
const INJECTED_CONTAINERS = ['istio-proxy', 'istio-init', 'istio-validation'];

/** Traffic of this user is the proxy's own, and goes past it. */
const PROXY_USER = 1337;

/** What the pods that are finally written make untrue of what was declared. */
export function podProblems(declared: DeclaredPods, template: PodTemplate): string[] {
  const metadata = template.metadata ?? {};
  return [
    ...identityProblems(declared, metadata, template.spec),
    ...declared.proxyOnly ? gatewayProblems(metadata) : declared.injected ? proxyProblems(metadata, template.spec) : lateInjection(metadata),
    ...declared.enforce.length > 0 && template.spec.hostNetwork === true
      ? ["its pods use the host's network, where neither a NetworkPolicy nor a proxy guards them; leave hostNetwork out, or take every mechanism out of 'enforce'."] : [],
    ...contradictions(template.spec),
  ];
}

function identityProblems(declared: DeclaredPods, metadata: Json, spec: Json): string[] {
  const problems: string[] = [];
  for (const [label, wanted] of Object.entries({ app: declared.app, version: declared.version })) {
    if (wanted !== undefined && metadata.labels?.[label] !== wanted) {
      problems.push(`its pods are written with '${label}: ${metadata.labels?.[label]}', and policies select '${label}: ${wanted}'; leave the label as it is.`);
    }
  }
  if ((spec.serviceAccountName ?? 'default') !== declared.serviceAccountName) {
    problems.push(`its pods are written with service account '${spec.serviceAccountName ?? 'default'}', and policies know it as '${declared.serviceAccountName}'; set it with 'serviceAccount' or 'serviceAccountName'.`);
  }
  if (!Array.isArray(spec.containers) || spec.containers.length === 0) {
    problems.push('its pods have no container; give at least one.');
  }
  return problems;
}

function proxyProblems(metadata: Json, spec: Json): string[] {
  const problems: string[] = [];
  const settings: [string, unknown][] = [...Object.entries(metadata.annotations ?? {}), ...Object.entries(metadata.labels ?? {})];
  for (const [key, value] of settings) {
    if (key === 'sidecar.istio.io/inject' && value !== 'true') {
      problems.push(`its pods carry '${key}: ${value}', and would be without a proxy; say so with the props 'podLabels' or 'podAnnotations', or in the manifest of the existing workload, as 'false', or leave it out.`);
    } else if (AROUND_THE_PROXY[key]?.(String(value))) {
      problems.push(`its pods carry '${key}: ${value}', which takes traffic around the proxy, so that neither policies nor mutual TLS hold; leave it out.`);
    }
  }
  for (const container of containersOf(spec)) {
    if (INJECTED_CONTAINERS.includes(container.name)) {
      problems.push(`container '${container.name}' has a name that injection takes for its own; give it another.`);
    }
    if (container.securityContext?.runAsUser === PROXY_USER) {
      problems.push(`container '${container.name}' runs as user ${PROXY_USER}, whose traffic goes past the proxy; use another user.`);
    }
  }
  if (spec.securityContext?.runAsUser === PROXY_USER) {
    problems.push(`its pods run as user ${PROXY_USER}, whose traffic goes past the proxy; use another user.`);
  }
  return problems;
}

/** Pods of a gateway that would be something else. */
function gatewayProblems({ labels, annotations }: Json): string[] {
  return [
    ...annotations?.['inject.istio.io/templates'] === 'gateway' ? []
      : ["its pods are not written with 'inject.istio.io/templates: gateway', and would be no gateway; leave the annotation as it is."],
    ...(labels?.['sidecar.istio.io/inject'] ?? 'true') === 'true' ? []
      : [`its pods carry 'sidecar.istio.io/inject: ${labels['sidecar.istio.io/inject']}', and would be without a proxy; leave it out.`],
  ];
}

/** Pods that are declared to be without a proxy, and say otherwise in the end. */
function lateInjection(metadata: Json): string[] {
  const value = metadata.labels?.['sidecar.istio.io/inject'] ?? metadata.annotations?.['sidecar.istio.io/inject'];
  return value === undefined || value === 'false' ? []
    : [`its pods carry 'sidecar.istio.io/inject: ${value}', and are declared without a proxy; use 'false', or enable the namespace's injection.`];
}

/** Settings that the API server or the kubelet would refuse together. */
function contradictions(spec: Json): string[] {
  const problems: string[] = [];
  const pod: Json = spec.securityContext ?? {};
  for (const container of containersOf(spec)) {
    const security: Json = container.securityContext ?? {};
    const user = security.runAsUser ?? pod.runAsUser;
    if ((security.runAsNonRoot ?? pod.runAsNonRoot) === true && user === 0) {
      problems.push(`container '${container.name}' runs as user 0 and must not run as root, so it would never start; choose another user, or allow root with hardening 'runAsNonRoot: false'.`);
    }
    if (user !== undefined && (!Number.isInteger(user) || user < 0)) {
      problems.push(`container '${container.name}' runs as user ${user}, which is no user; use a whole number from 0.`);
    }
    if (security.privileged === true && security.allowPrivilegeEscalation === false) {
      problems.push(`container '${container.name}' is privileged and may not gain privileges, which the API server refuses; set hardening 'preventPrivilegeEscalation: false'.`);
    }
  }
  return problems;
}

function containersOf(spec: Json): Json[] {
  return [...spec.initContainers ?? [], ...spec.containers ?? []];
}
