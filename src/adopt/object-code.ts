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
  const { namespace: _3, ...said } = metadata as Json;
  return create(core('ApiObject'), chart, id, { apiVersion, kind, metadata: { ...said, name }, ...rest } as Code);
}
