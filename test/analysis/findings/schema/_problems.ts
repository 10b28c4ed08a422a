import type { ValidationOptions } from '../../../../src/analysis/findings/schema';
import { validateObject } from '../../../../src/analysis/findings/schema';
import type { JsonObject } from '../../../../src/analysis/json';

/** What is wrong with an object, as `kind path: message`. */
export function problemsOf(object: object, options?: ValidationOptions): readonly string[] {
  return validateObject(object as JsonObject, options).map(({ kind, path, message }) => `${kind} ${path}: ${message}`);
}

/** What kind of problem is where, without the words. */
export function problemsIn(object: object, options?: ValidationOptions): readonly string[] {
  return validateObject(object as JsonObject, options).map(({ kind, path }) => `${kind} ${path}`);
}
