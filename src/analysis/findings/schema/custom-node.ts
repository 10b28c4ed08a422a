import type { CelRule } from './cel/rule';
import { CUSTOM_NODES } from './generated/custom-nodes';
import { RULES } from './generated/rules';

/** A condition inside of `oneOf`, `anyOf`, `allOf` and `not`: it describes the value, and gives no field its place. */
export interface Condition {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Condition>>;
  readonly oneOf?: readonly Condition[];
  readonly anyOf?: readonly Condition[];
  readonly allOf?: readonly Condition[];
  readonly not?: Condition;
}

type ValueType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'int-or-string';

/** A node of the table as it is written: others are named by their index, -1 is any value at all. */
interface WrittenNode {
  readonly type?: ValueType;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, number>>;
  readonly values?: number;
  readonly items?: number;
  readonly open?: boolean;
  readonly required?: readonly string[];
  readonly atMostOne?: readonly (readonly string[])[];
  readonly unique?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly Condition[];
  readonly rules?: readonly number[];
}

/** Nodes that all have the same fields are quicker to ask. */
const EMPTY_NODE: { readonly [field in keyof Required<WrittenNode>]: undefined } = {
  type: undefined,
  nullable: undefined,
  default: undefined,
  properties: undefined,
  values: undefined,
  items: undefined,
  open: undefined,
  required: undefined,
  atMostOne: undefined,
  unique: undefined,
  enum: undefined,
  format: undefined,
  pattern: undefined,
  minLength: undefined,
  maxLength: undefined,
  minimum: undefined,
  maximum: undefined,
  minItems: undefined,
  maxItems: undefined,
  minProperties: undefined,
  maxProperties: undefined,
  allOf: undefined,
  rules: undefined,
};

/** What the schema of a CRD says of one place. */
export class CustomNode {
  /** The node of an index. */
  public static at(index: number): CustomNode {
    return CustomNode.known[index] ??= new CustomNode(JSON.parse(CUSTOM_NODES[index]) as WrittenNode);
  }

  private static readonly known: CustomNode[] = [];

  public readonly is: WrittenNode;
  public readonly rules: readonly CelRule[];
  private readonly properties: ReadonlyMap<string, number>;
  private knownDefaulted?: readonly string[];

  private constructor(written: WrittenNode) {
    this.is = { ...EMPTY_NODE, ...written };
    this.properties = new Map(Object.entries(written.properties ?? {}));
    this.rules = (written.rules ?? []).map(index => RULES[index]);
  }

  /** The fields that have a default here. */
  public get defaulted(): readonly string[] {
    this.knownDefaulted ??= [...this.properties].filter(([, index]) => CustomNode.at(index).is.default !== undefined).map(([field]) => field);
    return this.knownDefaulted;
  }

  /** The names of the fields. */
  public get fields(): readonly string[] { return [...this.properties.keys()]; }

  /** The node of a field; 'any' where every value is right, undefined where there is no such field. */
  public field(name: string): CustomNode | 'any' | undefined {
    const index = this.properties.get(name);
    if (index !== undefined) { return CustomNode.at(index); }
    if (this.is.values !== undefined) { return this.is.values < 0 ? 'any' : CustomNode.at(this.is.values); }
    return this.is.open === true ? 'any' : undefined;
  }

  public get items(): CustomNode | undefined {
    return this.is.items === undefined ? undefined : CustomNode.at(this.is.items);
  }
}
