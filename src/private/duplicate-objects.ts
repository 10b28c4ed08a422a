import type { IConstruct } from 'constructs';
import type { Problems, SynthesizedApp } from './synthesis';

/** Objects that would overwrite each other in the cluster: same kind, namespace and name. Each is told of the others. */
export function duplicateObjects(app: SynthesizedApp): Problems {
  const byIdentity = new Map<string, IConstruct[]>();
  for (const { object, manifest } of app.objects) {
    const group = String(manifest.apiVersion).split('/').slice(0, -1).join('/');
    const namespace = manifest.metadata?.namespace;
    const identity = `${manifest.kind} '${manifest.metadata?.name}'${namespace ? ` of namespace '${namespace}'` : ''}${group ? ` (${group})` : ''}`;
    byIdentity.set(identity, [...byIdentity.get(identity) ?? [], object]);
  }
  const problems: Problems = new Map();
  for (const [identity, objects] of byIdentity) {
    for (const object of objects.length > 1 ? objects : []) {
      const others = objects.filter(other => other !== object).map(other => `'${other.node.path}'`).join(', ');
      problems.set(object, [`${identity} is also emitted by ${others}, and one would overwrite the other; give one of them another name.`]);
    }
  }
  return problems;
}
