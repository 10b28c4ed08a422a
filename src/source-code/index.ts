export type { Code, Expression, Variable } from './expression';
export { call, code, commented, create, imported, invoke, member, optionalMember, variable } from './expression';
export { camelCase } from './identifiers';
export type { Modules } from './run';
export { run } from './run';
export type { Statement } from './source-file';
export { SourceFile } from './source-file';
