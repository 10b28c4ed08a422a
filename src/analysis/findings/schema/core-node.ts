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

  private constructor(private readonly written: WrittenNode) {
    this.type = written.type;
    this.fields = new Map(Object.entries(written.fields ?? {}));
  }

  public get names(): readonly string[] { return [...this.fields.keys()]; }

  public field(name: string): CoreNode | undefined {
    const index = this.fields.get(name);
    return index === undefined ? undefined : CoreNode.at(index);
  }

  /** What a list or a map holds. */
  public get inner(): CoreNode { return CoreNode.at(this.written.items ?? this.written.values ?? 0); }
}
