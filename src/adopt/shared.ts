import type { Code, Expression, SourceFile, Variable } from '../source-code';
import { invoke, variable } from '../source-code';
import { plus } from './names';

/** Constants that several workloads of a namespace need. What is asked for while something turns out to be impossible is forgotten. */
export class Shared {
  private readonly sources = new Map<string, Variable>();
  private pending: { readonly constant: Variable; readonly value: Code; readonly source?: string }[] = [];

  /**
   * @param chart the namespace's
   * @param texts long texts that come more than once, and what they are called
   */
  public constructor(
    private readonly file: SourceFile, private readonly chart: Expression, private readonly texts: ReadonlyMap<string, Expression>,
  ) {}

  /** A Secret or ConfigMap that stands elsewhere. */
  public source(kind: 'Secret' | 'ConfigMap', name: string): Expression {
    const key = `${kind} ${name}`;
    const known = this.sources.get(key) ?? this.pending.find(({ source }) => source === key)?.constant;
    return known ?? this.declare(name, invoke(plus(kind), `from${kind}Name`, this.chart, `${name}-${kind.toLowerCase()}`, name), key);
  }

  public declare(wanted: string, value: Code, source?: string): Variable {
    const constant = variable(wanted);
    this.pending.push({ constant, value, ...source === undefined ? {} : { source } });
    return constant;
  }

  public text(value: string): Code {
    return this.texts.get(value) ?? value;
  }

  /** Writes what is pending. */
  public commit(): void {
    for (const { constant, value, source } of this.pending) {
      this.file.define(constant, value);
      if (source !== undefined) { this.sources.set(source, constant); }
    }
    this.pending = [];
  }

  public forget(): void {
    this.pending = [];
  }
}
