import { compare } from '../model';

interface Box {
  readonly id: string;
  readonly members: readonly string[];
}

/** The boxes that ends of edges can be told by: namespaces, and Services within them. */
export class Boxes {
  private readonly members: ReadonlyMap<string, readonly string[]>;
  private readonly serviceOf = new Map<string, Box>();

  public constructor(private readonly namespaces: readonly Box[], services: readonly Box[]) {
    this.members = new Map([...namespaces, ...services].map(({ id, members }) => [id, members]));
    for (const box of services) { box.members.forEach(id => this.serviceOf.set(id, box)); }
  }

  /** The fewest ends of edges that stand for all of some nodes: boxes where all of their workloads are meant. */
  public ends(ids: ReadonlySet<string>): readonly string[] {
    const rest = new Set(ids);
    const ends: string[] = [];
    const take = ({ id, members }: Box): void => {
      ends.push(id);
      members.forEach(member => rest.delete(member));
    };
    this.namespaces.filter(({ members }) => members.length > 1 && members.every(id => rest.has(id))).forEach(take);
    const services = new Set([...rest].flatMap(id => this.serviceOf.get(id) ?? []));
    [...services].filter(({ members }) => members.every(id => rest.has(id))).forEach(take);
    return [...ends, ...rest].sort(compare);
  }

  /** The nodes that an end of an edge stands for. */
  public membersOf(end: string): readonly string[] {
    return this.members.get(end) ?? [end];
  }
}
