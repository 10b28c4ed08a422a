import type { IConstruct } from 'constructs';

/**
 * The one thing of its kind in an app, made when it is first asked for.
 *
 * @param name its name, which two copies of the package share
 */
export function perApp<T>(scope: IConstruct, name: string, make: (root: IConstruct) => T): T {
  const root = scope.node.root;
  return existingPerApp<T>(root, name) ?? create(root, name, make(root));
}

/** The one thing of its kind in an app, if anybody has asked for it. */
export function existingPerApp<T>(scope: IConstruct, name: string): T | undefined {
  return (scope.node.root as unknown as { readonly [key: symbol]: T | undefined })[keyOf(name)];
}

function create<T>(root: IConstruct, name: string, value: T): T {
  Object.defineProperty(root, keyOf(name), { value });
  return value;
}

const keys = new Map<string, symbol>();

function keyOf(name: string): symbol {
  let key = keys.get(name);
  if (key === undefined) { keys.set(name, key = Symbol.for(`cdk8s-istio.${name}`)); }
  return key;
}
