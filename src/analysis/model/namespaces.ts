import type { Element } from './element';
import type { Labels } from './labels';
import type { Source } from './source';
import { elementOf } from './source';

/**
 * A namespace. `declared` is false for one that other objects only refer to: its labels are not known.
 */
export interface Namespace {
  readonly name: string;
  readonly declared: boolean;
  readonly labels: Labels;
  readonly element?: Element;
}

export function readNamespace(source: Source): Namespace {
  const labels = source.reader.object('metadata').map('labels') ?? new Map<string, string>();
  return { name: source.name, declared: true, labels, element: elementOf(source) };
}

export function undeclaredNamespace(name: string): Namespace {
  return { name, declared: false, labels: new Map() };
}

/**
 * What the namespace's labels say about injection: a reason to inject, a reason not to, or nothing, which
 * leaves it to the pod's label.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export function namespaceInjection(namespace: Namespace): 'enabled' | 'disabled' | 'unset' | 'unknown' {
  if (!namespace.declared) { return 'unknown'; }
  const injection = namespace.labels.get('istio-injection');
  if (injection === 'enabled') { return 'enabled'; }
  // Whatever else it is, the webhooks for other namespaces want that there is no such label.
  if (injection !== undefined) { return 'disabled'; }
  return namespace.labels.has('istio.io/rev') ? 'enabled' : 'unset';
}
