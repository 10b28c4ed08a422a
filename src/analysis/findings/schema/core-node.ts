import { CORE_NODES } from './generated/core-nodes';

type CoreType = 'object' | 'map' | 'list' | 'string' | 'boolean' | 'int32' | 'int64' | 'bytes' | 'quantity' | 'time' | 'micro-time' | 'duration'
| 'int-or-string' | 'any';

interface WrittenNode {
  readonly type: CoreType;
  readonly fields?: Readonly<Record<string, number>>;
  readonly items?: number;
  readonly values?: number;
}

/** The type of one place in an object of Kubernetes' own. */
export class CoreNode {
  public static at(index: number): CoreNode {
    return CoreNode.known[index] ??= new CoreNode(JSON.parse(CORE_NODES[index]) as WrittenNode);
  }

  private static readonly known: CoreNode[] = [];

  public readonly type: CoreType;
  private readonly fields: ReadonlyMap<string, number>;
  /** Those that have been asked for. */
  private readonly nodes = new Map<string, CoreNode>();
  private readonly innerIndex: number;

  private constructor({ type, fields, items, values }: WrittenNode) {
    this.type = type;
    this.fields = new Map(Object.entries(fields ?? {}));
    this.innerIndex = items ?? values ?? 0;
  }

  public get names(): readonly string[] { return [...this.fields.keys()]; }

  public field(name: string): CoreNode | undefined {
    const known = this.nodes.get(name);
    if (known !== undefined) { return known; }
    const index = this.fields.get(name);
    if (index === undefined) { return undefined; }
    const node = CoreNode.at(index);
    this.nodes.set(name, node);
    return node;
  }

  /** What a list or a map holds. */
  public get inner(): CoreNode { return CoreNode.at(this.innerIndex); }
}
