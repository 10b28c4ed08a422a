import type { MeshModel } from '../model';

/** The namespaces that a question means, undefined for all of them; throws an error that says what is wrong with it. */
export function changingNamespaces(model: MeshModel, namespaces: readonly string[]): ReadonlySet<string> | undefined {
  if (namespaces.length === 0) { throw new Error('no namespace is named: say which become STRICT, or * for the whole mesh'); }
  if (namespaces.includes('*')) { return undefined; }
  const { rootNamespace } = model.meshConfig;
  if (namespaces.includes(rootNamespace)) {
    throw new Error(`${rootNamespace} is the root namespace, whose PeerAuthentication is for the whole mesh: say *`);
  }
  const unknown = namespaces.filter(name => model.workloads.in(name).length === 0);
  if (unknown.length > 0) { throw new Error(`there is no workload of namespace ${unknown.join(', ')} in the manifests`); }
  return new Set(namespaces);
}
