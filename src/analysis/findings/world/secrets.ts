import type { World } from './world';
import { groupOf } from './world';
import { dig, stringOr } from '../../json';
import type { Element } from '../../model';

/** Secrets of the cluster: those that are written down, and those that something written down makes. */
export class Secrets {
  public static of(world: World): Secrets {
    return world.once(makeSecrets);
  }

  private readonly byName = new Map<string, Map<string, Element>>();
  private readonly namespaces = new Set<string>();

  public constructor(world: World) {
    for (const element of world.all) {
      const name = secretOf(element);
      if (name === undefined) { continue; }
      this.namespaces.add(element.namespace);
      const named = this.byName.get(name) ?? new Map<string, Element>();
      // What is written down tells more than what makes it.
      if (element.kind === 'Secret' || !named.has(element.namespace)) { named.set(element.namespace, element); }
      this.byName.set(name, named);
    }
  }

  /** The Secret, or what makes it. */
  public find(namespace: string, name: string): Element | undefined {
    return this.byName.get(name)?.get(namespace);
  }

  /** The namespaces that have a Secret of a name. */
  public namespacesWith(name: string): readonly string[] {
    return [...this.byName.get(name)?.keys() ?? []].sort();
  }

  /** Whether any Secret of the namespace is written down. */
  public areShownIn(namespace: string): boolean {
    return this.namespaces.has(namespace);
  }
}

function secretOf(element: Element): string | undefined {
  const { kind, name, object } = element;
  switch (`${kind}.${groupOf(element)}`) {
    case 'Secret.': return name;
    case 'SealedSecret.bitnami.com': return stringOr(dig(object, 'spec', 'template', 'metadata', 'name'), name);
    case 'ExternalSecret.external-secrets.io': return stringOr(dig(object, 'spec', 'target', 'name'), name);
    case 'Certificate.cert-manager.io': return stringOr(dig(object, 'spec', 'secretName'), name);
    default: return undefined;
  }
}

function makeSecrets(world: World): Secrets {
  return new Secrets(world);
}
