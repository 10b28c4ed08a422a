import type { IConstruct } from 'constructs';
import { podTemplateOf } from '../private/pod-template';
import type { Problems, SynthesizedObject } from '../private/synthesis';

/**
 * Pods that are declared inside a namespace and written for another, as charts of Helm are that were not told where they go: nothing
 * guards them there.
 */
export function podsElsewhere(namespace: string, objects: readonly SynthesizedObject[]): Problems {
  const problems: Problems = new Map<IConstruct, string[]>();
  for (const { object, manifest } of objects) {
    if (Array.isArray(manifest.items) && String(manifest.kind).endsWith('List')) {
      problems.set(object, [
        `a ${manifest.kind} is declared in namespace '${namespace}', and what is in it gets neither the namespace nor its labels; declare each object on its own.`,
      ]);
    }
    const theirs = manifest.metadata?.namespace;
    if (theirs !== namespace && podTemplateOf(manifest)) {
      problems.set(object, [
        `${manifest.kind} '${manifest.metadata?.name}' is declared in namespace '${namespace}' and written for '${theirs}', where nothing of this namespace guards its pods; leave the namespace out of its manifest, or give the Helm chart the namespace '${namespace}'.`,
      ]);
    }
  }
  return problems;
}
