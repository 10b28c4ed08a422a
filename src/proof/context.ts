import { modelOptions } from '../analysis/access/model-options';
import type { MeshModel, ModelOptions } from '../analysis/model';
import { buildModel } from '../analysis/model';
import type { Mesh } from '../mesh/mesh';

/** What others own, and what was read of it instead of being taken for granted. */
export interface MeshContext {
  readonly objects: readonly unknown[];
  readonly model: MeshModel;
  /** The object that sets the mesh's configuration, such as istiod's ConfigMap; undefined if there is none. */
  readonly configuredBy?: string;
}

const contexts = new WeakMap<Mesh, MeshContext>();

/** What the mesh's `context` says, read once. */
export function contextOf(mesh: Mesh): MeshContext {
  const context = contexts.get(mesh) ?? readContext(mesh);
  contexts.set(mesh, context);
  return context;
}

function readContext(mesh: Mesh): MeshContext {
  const objects = mesh.context;
  const model = buildModel(objects.map(object => ({ object })), { meshConfig: { rootNamespace: mesh.rootNamespace } });
  const configuring = model.others.find(({ kind, namespace, name }) =>
    kind === 'IstioOperator' || (kind === 'ConfigMap' && name === 'istio' && namespace === mesh.rootNamespace));
  return { objects, model, ...configuring ? { configuredBy: `${configuring.kind} ${configuring.namespace}/${configuring.name}` } : {} };
}

/** The options of a mesh's model: where the context tells how the mesh is set, that holds. */
export function contextOptions(mesh: Mesh, { configuredBy }: MeshContext): ModelOptions {
  const options = mesh._accessOptions();
  return modelOptions(configuredBy === undefined ? options : { ...options, registryOnly: undefined });
}

/** What is wrong with the context: what cannot be read, and where the mesh that it shows is another. */
export function contextProblems(mesh: Mesh, { model, configuredBy }: MeshContext): string[] {
  // An object that cannot be read in part is remembered as such, and whatever depends on it is unknown.
  const problems = model.problems.filter(({ object }) => object === undefined).map(({ message }) =>
    `'context' holds what is no manifest: ${message}; give manifests as objects with a kind, and leave out all else.`);
  if (configuredBy === undefined) {
    return problems;
  }
  const { trustDomain, trustDomainAliases, rootNamespace, pathNormalization, extensionProviders = [] } = model.meshConfig;
  const compare = (what: string, real: string, ours: string, prop: string): string[] => (real === ours ? []
    : [`${configuredBy} of the 'context' sets ${what} '${real}', and this mesh is described with '${ours}'; ${prop}.`]);
  return [
    ...problems,
    ...compare('the trust domain', trustDomain, mesh.trustDomain, "set 'trustDomain' as the mesh does"),
    ...compare('the trust domain aliases', [...trustDomainAliases].sort().join(', '), [...mesh.trustDomainAliases].sort().join(', '), "set 'trustDomainAliases' as the mesh does"),
    ...compare('the root namespace', rootNamespace, mesh.rootNamespace, "set 'rootNamespace' as the mesh does"),
    ...mesh.authorizers.filter(({ name }) => !extensionProviders.includes(name)).map(({ name }) =>
      `${configuredBy} of the 'context' has no extension provider '${name}', and Istio refuses what an unknown authorizer is asked about; install the providers of 'meshConfig()' there.`),
    ...pathNormalization === 'NONE' ? [`${configuredBy} of the 'context' does not normalize paths, so policies about paths can be stepped around; set 'pathNormalization' to BASE there.`] : [],
  ];
}
