import type { IConstruct } from 'constructs';
import type { Problems, SynthesizedApp } from './synthesis';

/** Objects that would overwrite each other in the cluster: same kind, namespace and name. Each is told of the others. */
export function duplicateObjects(app: SynthesizedApp): Problems {
  const byIdentity = new Map<string, IConstruct[]>();
  for (const { object, manifest } of app.objects) {
    const apiVersion = String(manifest.apiVersion);
    const group = apiVersion.slice(0, Math.max(apiVersion.lastIndexOf('/'), 0));
    const namespace = manifest.metadata?.namespace;
    const identity = `${manifest.kind} '${manifest.metadata?.name}'${namespace ? ` of namespace '${namespace}'` : ''}${group ? ` (${group})` : ''}`;
    const known = byIdentity.get(identity);
    if (known === undefined) { byIdentity.set(identity, [object]); } else { known.push(object); }
  }
  const problems: Problems = new Map();
  for (const [identity, objects] of byIdentity) {
    if (objects.length === 1) { continue; }
    for (const object of objects) {
      const others = objects.filter(other => other !== object).map(other => `'${other.node.path}'`).join(', ');
      problems.set(object, [`${identity} is also emitted by ${others}, and one would overwrite the other; give one of them another name.`]);
    }
  }
  return problems;
}
