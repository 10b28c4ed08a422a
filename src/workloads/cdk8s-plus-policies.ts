import type { ApiObject } from 'cdk8s';
import { Pod } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import { podTemplateOf } from '../private/pod-template';
import type { Json } from '../private/rendering';
import { Rendering } from '../private/rendering';
import { Synthesis } from '../private/synthesis';

type Labels = { readonly [label: string]: string };

/** Pods by the labels that are declared of them. */
interface KnownPods {
  readonly object: ApiObject;
  readonly app: string;
  readonly version?: string;
}

/**
 * NetworkPolicies of cdk8s-plus (`connections.allowTo()` and the like) know pods by a label of its own, ours by `app` and `version`.
 * Where theirs are about pods that are declared here, they get our labels too: the same pods, in the words by which calls are
 * declared. So a policy that opens no more than declared calls do is no widening, and any other one is found.
 */
export function knowPodsByOurLabels(root: IConstruct, declared: () => readonly KnownPods[]): void {
  const known = new WeakSet<ApiObject>();
  let ours: ReadonlyMap<string, Labels> | undefined;
  Synthesis.of(root).onPrepare(objects => {
    ours = undefined;
    for (const object of objects()) {
      if (object.kind === 'NetworkPolicy' && !known.has(object)) {
        known.add(object);
        Rendering.of(object).transform(manifest => inOurWords(manifest, address => (ours ??= byAddress(declared())).get(address)));
      }
    }
  });
}

function byAddress(pods: readonly KnownPods[]): Map<string, Labels> {
  return new Map(pods.flatMap(({ object, app, version }): [string, Labels][] => {
    const address = addressOf(object);
    return address === undefined ? [] : [[address, { app, ...version === undefined ? {} : { version } }]];
  }));
}

function addressOf(object: ApiObject): string | undefined {
  try {
    return podTemplateOf(object.toJson() as Json)?.metadata?.labels?.[Pod.ADDRESS_LABEL];
  } catch {
    // What keeps it from being written is told of the object itself.
    return undefined;
  }
}

function inOurWords(manifest: Json, labelsOf: (address: string) => Labels | undefined): Json {
  if (!namesTheirs(manifest.spec)) { return manifest; }
  const narrowed = (peer: Json): Json => {
    const address = peer.podSelector?.matchLabels?.[Pod.ADDRESS_LABEL];
    const labels = address === undefined ? undefined : labelsOf(address);
    return labels ? { ...peer, podSelector: { ...peer.podSelector, matchLabels: { ...labels, ...peer.podSelector.matchLabels } } } : peer;
  };
  const rules = (direction: 'ingress' | 'egress', side: 'from' | 'to'): Json => {
    const list: Json[] | undefined = manifest.spec?.[direction];
    return list ? { [direction]: list.map(rule => (rule[side] ? { ...rule, [side]: rule[side].map(narrowed) } : rule)) } : {};
  };
  return { ...manifest, spec: { ...manifest.spec, ...rules('ingress', 'from'), ...rules('egress', 'to') } };
}

/** May a peer of a policy be known by their label? Nearly all policies are ours, which name none by it. */
function namesTheirs(spec: Json | undefined): boolean {
  const isTheirs = (peer: Json | null): boolean => peer === null || peer.podSelector?.matchLabels?.[Pod.ADDRESS_LABEL] !== undefined;
  return spec === undefined || some(spec.ingress, rule => rule === null || some(rule.from, isTheirs))
    || some(spec.egress, rule => rule === null || some(rule.to, isTheirs));
}

/** What is no list is not known, and left to whoever takes it for one. */
function some(list: unknown, matches: (item: Json | null) => boolean): boolean {
  return list !== undefined && (!Array.isArray(list) || list.some(matches));
}
