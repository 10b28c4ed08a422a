export type { ProblemKind, SchemaProblem } from './schema-problem';
export type { GatewayApiChannel, ValidationOptions } from './validate-object';
export { validateObject } from './validate-object';
