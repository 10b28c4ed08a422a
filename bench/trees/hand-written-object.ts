import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';

/** An object of which only the namespace is left to the chart. */
export function object(chart: Chart, id: string, apiVersion: string, kind: string, name: string, spec: object): ApiObject {
  return new ApiObject(chart, id, { apiVersion, kind, metadata: { name }, spec });
}
