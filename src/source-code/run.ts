import type { Expression, Variable } from './expression';
import type { SourceFile, Statement } from './source-file';

/** What modules export, by the names by which a file imports them. */
export interface Modules {
  readonly [module: string]: { readonly [name: string]: unknown };
}

/**
 * Does what the file's text would do, statement by statement, without writing or compiling it. What a statement throws is thrown.
 *
 * @param modules every module that the file imports
 * @param without statements to pass over, such as one that would write files
 * @returns what the constants are
 */
export function run(file: SourceFile, modules: Modules, without: readonly Statement[] = []): ReadonlyMap<Variable, unknown> {
  const values = new Map<Variable, unknown>();
  for (const statement of file.statements) {
    if (without.includes(statement)) { continue; }
    const value = evaluate(statement.expression, modules, values);
    if (statement.declares) { values.set(statement.declares, value); }
  }
  return values;
}

/* Whatever modules export: only the compiler of the text knows what it is. */
type Anything = any;

function evaluate(of: Expression, modules: Modules, values: ReadonlyMap<Variable, unknown>): Anything {
  const value = (expression: Expression): Anything => evaluate(expression, modules, values);
  switch (of.kind) {
    case 'literal': return of.value;
    case 'list': return of.items.map(value);
    case 'record': return Object.fromEntries(of.entries.map(([key, entry]) => [key, value(entry)]));
    case 'commented': return value(of.expression);
    case 'imported': return required(modules[of.module]?.[of.name], `module '${of.module}' exports no '${of.name}'`);
    case 'variable':
      if (!values.has(of)) { throw new Error(`'${of.wanted}' is used before it is declared`); }
      return values.get(of);
    case 'member': return value(of.of)[of.name];
    case 'new': return new (value(of.callee))(...of.args.map(value));
    case 'call': {
      if (of.callee.kind !== 'member') { return value(of.callee)(...of.args.map(value)); }
      const receiver = value(of.callee.of);
      return required(receiver[of.callee.name], `there is no method '${of.callee.name}'`).call(receiver, ...of.args.map(value));
    }
  }
}

function required(value: Anything, otherwise: string): Anything {
  if (value === undefined) { throw new Error(otherwise); }
  return value;
}
