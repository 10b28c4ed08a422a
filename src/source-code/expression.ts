/** A piece of code that has a value. Pieces are data: they are written as text, or evaluated as they stand. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [key: string, value: Expression])[] }
  | { readonly kind: 'imported'; readonly module: string; readonly name: string }
  | Variable
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string; readonly optional?: true }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[] }
  | { readonly kind: 'new'; readonly callee: Expression; readonly args: readonly Expression[] }
  | { readonly kind: 'commented'; readonly text: string; readonly expression: Expression };

/** A constant of the file. Its name is found when the file is written. */
export interface Variable {
  readonly kind: 'variable';
  /** What it is best called, in any words. */
  readonly wanted: string;
}

/** What stands for an expression: plain values are literals, and may have expressions in them. Undefined entries of objects are left out. */
export type Code = Expression | PlainCode;
type PlainCode = string | number | boolean | null | readonly Code[] | { readonly [key: string]: Code | undefined };

const EXPRESSIONS = new WeakSet<object>();

function expression<E extends Expression>(data: E): E {
  EXPRESSIONS.add(data);
  return data;
}

/** Reads plain values as literals. */
export function code(value: Code): Expression {
  if (typeof value === 'object' && value !== null) {
    if (EXPRESSIONS.has(value)) { return value as Expression; }
    if (Array.isArray(value)) { return expression({ kind: 'list', items: (value as readonly Code[]).map(code) }); }
    const entries = Object.entries(value as { readonly [key: string]: Code | undefined });
    return expression({ kind: 'record', entries: entries.flatMap(([key, entry]) => (entry === undefined ? [] : [[key, code(entry)] as const])) });
  }
  if (!['string', 'number', 'boolean'].includes(typeof value) && value !== null) { throw new Error(`a ${typeof value} has no literal`); }
  if (typeof value === 'number' && !Number.isFinite(value)) { throw new Error(`${value} has no literal`); }
  return expression({ kind: 'literal', value });
}

/** What another module exports. */
export function imported(module: string, name: string): Expression {
  return expression({ kind: 'imported', module, name });
}

/** A constant of the file, to be declared with `SourceFile.declare()`. */
export function variable(wanted: string): Variable {
  return expression({ kind: 'variable', wanted });
}

/** `of.name` */
export function member(of: Code, name: string): Expression {
  return expression({ kind: 'member', of: code(of), name });
}

/** `of?.name`, of what is known to be there although its type does not say so */
export function optionalMember(of: Code, name: string): Expression {
  return expression({ kind: 'member', of: code(of), name, optional: true });
}

/** `callee(…args)` */
export function call(callee: Code, ...args: readonly Code[]): Expression {
  return expression({ kind: 'call', callee: code(callee), args: args.map(code) });
}

/** `of.method(…args)` */
export function invoke(of: Code, method: string, ...args: readonly Code[]): Expression {
  return call(member(of, method), ...args);
}

/** `new callee(…args)` */
export function create(callee: Expression, ...args: readonly Code[]): Expression {
  return expression({ kind: 'new', callee, args: args.map(code) });
}

/** An entry of a list, a record or an argument with a comment before it. */
export function commented(text: string, value: Code): Expression {
  return expression({ kind: 'commented', text, expression: code(value) });
}

/** The expressions of which one consists, itself first. */
export function* parts(of: Expression): Generator<Expression> {
  yield of;
  switch (of.kind) {
    case 'list': for (const item of of.items) { yield* parts(item); } break;
    case 'record': for (const [, value] of of.entries) { yield* parts(value); } break;
    case 'member': yield* parts(of.of); break;
    case 'commented': yield* parts(of.expression); break;
    case 'call': case 'new':
      yield* parts(of.callee);
      for (const argument of of.args) { yield* parts(argument); }
      break;
    case 'literal': case 'imported': case 'variable': break;
  }
}
