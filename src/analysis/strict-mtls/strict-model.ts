import type { MeshModel, PeerAuthentication } from '../model';
import { Elements } from '../model';

/**
 * The same mesh under STRICT, as if its PeerAuthentications, those for workloads and ports too, gave way to one.
 *
 * @param namespaces those that change; undefined for the whole mesh
 */
export function strictModel(model: MeshModel, namespaces: ReadonlySet<string> | undefined): MeshModel {
  const kept = namespaces === undefined ? [] : model.peerAuthentications.all.filter(({ namespace }) => !namespaces.has(namespace));
  const changed = [...namespaces ?? [model.meshConfig.rootNamespace]].map(strict);
  return { ...model, peerAuthentications: new Elements([...kept, ...changed]) };
}

function strict(namespace: string): PeerAuthentication {
  return { kind: 'PeerAuthentication', namespace, name: 'strict', object: {}, problems: [], mode: 'STRICT', ports: new Map() };
}
