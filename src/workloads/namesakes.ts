import { SecureNamespace } from '../namespaces/secure-namespace';
import { podTemplateOf } from '../private/pod-template';
import type { Problems, SynthesizedApp, SynthesizedObject } from '../private/synthesis';

/**
 * Objects of several kinds that make pods and have one name, in our namespaces: what is proved of a workload is proved of
 * its name, so one would be taken for the other.
 */
export function namesakes({ objects }: SynthesizedApp): Problems {
  const byName = new Map<string, SynthesizedObject[]>();
  for (const one of objects) {
    if (!podTemplateOf(one.manifest) || !SecureNamespace.isSecureNamespace(one.object.chart)) { continue; }
    const { namespace, name } = one.manifest.metadata;
    const key = `${namespace}/${name}`;
    const known = byName.get(key);
    if (known === undefined) { byName.set(key, [one]); } else { known.push(one); }
  }
  const problems: Problems = new Map();
  for (const [name, [first, ...others]] of byName) {
    for (const { object, manifest } of others.filter(other => other.manifest.kind !== first.manifest.kind)) {
      problems.set(object, [
        `${manifest.kind} ${name} has the name of ${first.manifest.kind} '${first.object.node.path}', and what is proved of one would be taken for the other; give one of them another name.`,
      ]);
    }
  }
  return problems;
}
