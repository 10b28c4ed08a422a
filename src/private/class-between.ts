/** A class of objects, whatever it is made from. */
type ClassOf<T> = new (...args: any[]) => T;

const derived = new WeakMap<object, WeakMap<object, object>>();

/**
 * Puts a class with methods of ours between an object and its own class.
 *
 * Methods on the object itself would do in TypeScript, but a call from Python, Java, Go or .NET arrives at the prototype of the
 * object's constructor, past what the object itself has; and a method that a user's class there overrides cannot be set again.
 *
 * @param derive makes the class; called once for each class that objects are of
 */
export function putClassBetween<T extends object>(object: T, derive: (base: ClassOf<T>) => ClassOf<T>): void {
  const base = Object.getPrototypeOf(object).constructor as ClassOf<T>;
  let classes = derived.get(derive);
  if (!classes) {
    derived.set(derive, classes = new WeakMap());
  }
  let between = classes.get(base) as ClassOf<T> | undefined;
  if (!between) {
    between = derive(base);
    // Messages go on to name the class that the object was made from.
    Object.defineProperty(between, 'name', { value: base.name });
    classes.set(base, between);
  }
  Object.setPrototypeOf(object, between.prototype as object);
}
