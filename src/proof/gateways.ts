import type { IConstruct } from 'constructs';
import type { MeshModel } from '../analysis/model';
import type { DeclaredGateway } from '../analysis/proof';
import type { Mesh } from '../mesh/mesh';
import { sortedUnique } from '../private/naming';
import { perApp } from '../private/per-app';

/** A Gateway object that is declared, with the mesh that it is part of. */
export interface OwnGateway {
  readonly mesh: Mesh;
  readonly gateway: DeclaredGateway;
}

/** A Gateway object that another app owns, as it is supposed to be. */
export interface ReliedGateway {
  readonly mesh: Mesh;
  readonly namespace: string;
  readonly name: string;
  readonly object: object;
  /** What is taken for granted of it, unless the context shows it. */
  readonly reliesOn: readonly string[];
}

/** The Gateways of an app's meshes: those that it declares, and those of others on which it relies. */
export class ProvedGateways {
  public static of(scope: IConstruct): ProvedGateways {
    return perApp(scope, 'ProvedGateways', root => new ProvedGateways(root));
  }

  private readonly all: (() => OwnGateway | ReliedGateway)[] = [];

  private constructor(root: IConstruct) {
    // Whoever asks about the app's access takes them for granted too.
    perApp(root, 'ReliedObjects', () => () => [...this.meshes].flatMap(mesh => this.reliedOnIn(mesh)).map(({ object }) => object));
  }

  public add(gateway: () => OwnGateway | ReliedGateway): void {
    this.all.push(gateway);
  }

  public declaredIn(mesh: Mesh): DeclaredGateway[] {
    return this.all.map(one => one()).flatMap(one => ('gateway' in one && one.mesh === mesh ? [one.gateway] : []));
  }

  /** What is taken for granted of Gateways of others, as far as the context does not show them. */
  public assumptionsOf(mesh: Mesh, context: MeshModel): string[] {
    return sortedUnique(this.reliedOnIn(mesh).flatMap(({ namespace, name, reliesOn }) =>
      (context.gateways.in(namespace).some(gateway => gateway.name === name) ? [] : reliesOn)));
  }

  private get meshes(): Set<Mesh> {
    return new Set(this.all.map(one => one().mesh));
  }

  /** Those of others; what one app says of one Gateway at several places is said of one object. */
  public reliedOnIn(mesh: Mesh): ReliedGateway[] {
    const relied = this.all.map(one => one()).filter(one => 'object' in one).filter(one => one.mesh === mesh);
    const byName = new Map<string, ReliedGateway>();
    for (const one of relied) {
      const key = `${one.namespace}/${one.name}`;
      const known = byName.get(key);
      byName.set(key, known ? { ...known, object: together(known.object, one.object), reliesOn: [...known.reliesOn, ...one.reliesOn] } : one);
    }
    return [...byName.values()];
  }
}

/** One Gateway that serves the hosts of both. */
function together(one: any, other: any): object {
  return { ...one, spec: { ...one.spec, servers: [...one.spec.servers, ...other.spec.servers] } };
}
