import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../../src/analysis/decision/decide';
import type { Decision } from '../../../src/analysis/decision/decision';
import { buildModel } from '../../../src/analysis/model';
import { readRequest } from '../../../src/analysis/read-request';

/** The addresses that the pods had while it was recorded. */
const ADDRESSES: { readonly [workload: string]: string } = {
  'shop/web': '10.77.0.2',
  'shop/cart-v1': '10.77.0.3',
  'shop/cart-v2': '10.77.0.4',
  'pay/api': '10.77.0.5',
  'pay/db': '10.77.0.6',
  'legacy/batch': '10.77.0.7',
};
const OUTSIDE = '10.77.0.1';

export interface Replayed {
  readonly seed: number;
  readonly id: string;
  readonly request: any;
  readonly recorded: any;
  /** One decision a pod that may have been met. */
  readonly decisions: readonly Decision[];
}

export interface Line {
  readonly seed: number;
  readonly manifests: readonly any[];
  readonly requests: readonly any[];
  readonly verdicts: { readonly [id: string]: any };
}

export function lines(): readonly Line[] {
  return readFileSync(join(__dirname, 'recorded.jsonl'), 'utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line));
}

/** Decides every recorded request of a line. */
export function replay(line: Line): readonly Replayed[] {
  const mesh = JSON.parse(readFileSync(join(__dirname, 'mesh.json'), 'utf8'));
  const model = buildModel([mesh, ...line.manifests].map(object => ({ object })));
  return line.requests.filter(request => line.verdicts[request.id] !== undefined).map(request => {
    const recorded = line.verdicts[request.id];
    const decisions = podsMet(request, recorded).map(workload => {
      const [namespace, name] = workload.split('/');
      const from = request.from.outside === true ? { ...request.from, address: OUTSIDE }
        : { ...request.from, address: ADDRESSES[`${request.from.namespace}/${request.from.workload}`] };
      const host = request.from.outside === true && request.method !== undefined ? { host: `${ADDRESSES[workload]}:${request.port}` } : {};
      const read = readRequest({ ...request, from, ...host, to: { namespace, workload: name } });
      if (typeof read === 'string') { throw new Error(read); }
      return decide(model, read);
    });
    return { seed: line.seed, id: request.id, request, recorded, decisions };
  });
}

function podsMet(request: any, recorded: any): readonly string[] {
  if (recorded.by !== null) { return [recorded.by]; }
  const to = `${request.to.namespace}/${request.to.workload}`;
  return request.from.outside !== true && to.startsWith('shop/cart-') ? ['shop/cart-v1', 'shop/cart-v2'] : [to];
}

/** Whether the recording can tell: decisions that differ by pod cannot be compared when nobody knows the pod. */
export function isComparable(replayed: Replayed): boolean {
  return new Set(replayed.decisions.map(decision => decision.verdict)).size === 1;
}
