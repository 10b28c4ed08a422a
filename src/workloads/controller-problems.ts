import { isDoneOnce, NATIVE_SIDECAR } from './proxy-lifetime';
import type { PodTemplate } from '../private/pod-template';
import type { Json } from '../private/rendering';

/** Kinds that find their pods by a selector that a user writes. */
const SELECTING = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** Where an object finally stands. */
export interface ControllerSurroundings {
  /** Have its pods a proxy? */
  readonly injected: boolean;
  /** The names of its namespace's Services; undefined where others may bring some. */
  readonly services?: ReadonlySet<string>;
}

/** What is wrong with an object that makes pods, as it is finally written: Kubernetes would refuse it, or it would never work. */
export function controllerProblems(manifest: Json, template: PodTemplate, { injected, services }: ControllerSurroundings): string[] {
  return [
    ...SELECTING.includes(manifest.kind) ? selectorProblems(manifest, template) : [],
    ...manifest.kind === 'StatefulSet' ? serviceNameProblems(manifest, services) : [],
    ...injected && isDoneOnce(manifest.kind, template) ? proxyProblems(manifest.kind, template) : [],
  ];
}

function selectorProblems({ kind, metadata, spec }: Json, template: PodTemplate): string[] {
  const labels: Json = template.metadata?.labels ?? {};
  const wanted: Json = spec.selector?.matchLabels ?? {};
  const expressions: Json[] = spec.selector?.matchExpressions ?? [];
  if (Object.keys(wanted).length + expressions.length === 0) {
    return [`${kind} '${metadata.name}' has no selector, which Kubernetes refuses; select labels of its pods.`];
  }
  const missed = [
    ...Object.entries(wanted).filter(([label, value]) => labels[label] !== value).map(([label, value]) => `${label}: ${value}`),
    ...expressions.filter(expression => !holds(expression, labels)).map(({ key, operator, values = [] }) => [key, operator, ...values].join(' ')),
  ];
  return missed.map(text => `${kind} '${metadata.name}' selects '${text}', which its own pods do not carry, and Kubernetes refuses that; give its pod template the label.`);
}

function holds({ key, operator, values = [] }: Json, labels: Json): boolean {
  switch (operator) {
    case 'In': return values.includes(labels[key]);
    case 'NotIn': return !values.includes(labels[key]);
    case 'Exists': return labels[key] !== undefined;
    case 'DoesNotExist': return labels[key] === undefined;
    default: return false;
  }
}

function serviceNameProblems({ metadata, spec }: Json, services: ReadonlySet<string> | undefined): string[] {
  const name: string | undefined = spec.serviceName;
  if (!name) {
    return [`StatefulSet '${metadata.name}' names no Service ('serviceName'), so its pods would have no names of their own; name a headless Service that selects them.`];
  }
  return !services || services.has(name) ? []
    : [`StatefulSet '${metadata.name}' names Service '${name}', which is not in its namespace, so its pods would have no names of their own; add the Service, with clusterIP 'None'.`];
}

function proxyProblems(kind: string, template: PodTemplate): string[] {
  const value = template.metadata?.annotations?.[NATIVE_SIDECAR];
  return value === 'true' ? []
    : [`its pods carry '${NATIVE_SIDECAR}: ${value}', so that their proxy keeps running when their work is done and the ${kind} never ends; leave the annotation out.`];
}
