import type { MeshModel } from '../model';

/**
 * Answers a question about the things of a model, or of a part of it, each once, since every request asks it again. What was answered
 * goes when the model goes.
 *
 * @param find asks nothing but the model and the thing
 */
export function oncePer<K, T, M extends object = MeshModel>(find: (model: M, thing: K) => T): (model: M, thing: K) => T {
  const known = new WeakMap<M, Map<K, T>>();
  return (model, thing) => {
    let answers = known.get(model);
    if (answers === undefined) { known.set(model, answers = new Map()); }
    let answer = answers.get(thing);
    if (answer === undefined && !answers.has(thing)) { answers.set(thing, answer = find(model, thing)); }
    return answer as T;
  };
}
