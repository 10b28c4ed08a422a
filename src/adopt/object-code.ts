import type { Code, Expression } from '../source-code';
import { create } from '../source-code';
import type { Json, KubeObject } from './kube-object';
import { core } from './names';

/** An object as it is, in the terms of cdk8s. */
export function objectCode(chart: Expression, { apiVersion, kind, name, manifest }: KubeObject, ids: Set<string>): Expression {
  const short = `${kind} ${name}`;
  const id = ids.has(short) ? `${kind} ${name} of ${apiVersion}` : short;
  ids.add(id);
  const { metadata, apiVersion: _1, kind: _2, ...rest } = manifest;
  const { namespace: _3, labels = {}, ...said } = metadata as Json;
  const own = withoutOurs(labels);
  return create(core('ApiObject'), chart, id, { apiVersion, kind, metadata: { name, ...Object.keys(own).length === 0 ? {} : { labels: own }, ...without(said, 'name') }, ...rest } as Code);
}

/** Labels without those that charts of ours give to every object. */
export function withoutOurs(labels: Json): Json {
  return labels[MANAGED_BY] === 'cdk8s' ? without(without(labels, MANAGED_BY), PART_OF) : labels;
}

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const PART_OF = 'app.kubernetes.io/part-of';

function without(object: Json, key: string): Json {
  return Object.fromEntries(Object.entries(object).filter(([one]) => one !== key));
}
