import type { ExternalAuthorizer } from './external-authorizer';
import type { ExtensionProviderValues } from '../observability/mesh-telemetry-values';
import { sorted } from '../private/naming';

/** The authorizers that a mesh knows. */
export class MeshAuthorizers {
  public constructor(public readonly all: readonly ExternalAuthorizer[], private readonly clusterDomain: string) {}

  /** Is it one of them? Another of the same name and content is the same. */
  public has(authorizer: ExternalAuthorizer): boolean {
    const text = (one: ExternalAuthorizer): string => JSON.stringify([one._values(this.clusterDomain), one._collector.peer(this.clusterDomain)]);
    return this.all.some(one => one.name === authorizer.name && text(one) === text(authorizer));
  }

  /** What MeshConfig says of them, and of the providers that it has besides. */
  public beside({ extensionProviders = [] }: { readonly extensionProviders?: readonly ExtensionProviderValues[] }): {
    readonly extensionProviders?: ExtensionProviderValues[];
  } {
    return this.all.length === 0 ? {} : {
      extensionProviders: sorted([...extensionProviders, ...this.all.map(one => one._values(this.clusterDomain))], ({ name }) => name),
    };
  }

  /** What is wrong with them, beside providers of these names. */
  public problems(others: readonly string[]): string[] {
    // Istio compares names without regard to case.
    const taken = new Set(others.map(name => name.toLowerCase()));
    const names = this.all.map(({ name }) => name.toLowerCase());
    return [
      ...this.all.flatMap(one => one._problems(this.clusterDomain)),
      ...[...new Set(names.filter((name, i) => names.indexOf(name) < i))].map(name =>
        `${names.filter(one => one === name).length} authorizers are named '${name}'; give each its own name.`),
      ...[...new Set(names)].filter(name => taken.has(name)).map(name =>
        `authorizer '${name}' has the name of a telemetry provider; give one of them another name.`),
      ...[...new Set(names)].filter(name => ['envoy', 'prometheus', 'stackdriver'].includes(name)).map(name =>
        `authorizer '${name}' has the name of one of Istio's own providers; give it another name.`),
    ];
  }
}
