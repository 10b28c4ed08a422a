import type { AccessChangeExample, AccessChangeSide } from './access-change';
import { AccessChangeLayer } from './access-change';
import type { Judgement } from './judge';
import { compareVerdicts, judge, partingLayers } from './judge';
import type { AccessLayer, AccessVerdict } from '../access/access-decision';
import { presentObject } from '../access/present-object';
import type { LayerVerdict } from '../decision/decision';
import type { Request } from '../decision/request';

import type { MeshModel } from '../model';

/** Which way the verdict goes. */
export type Way = 'risen' | 'fallen';

/** The first of some requests on which the decisions of both versions differ in the way that the sets say. */
export function exampleAmong(
  requests: Iterable<Request>, before: MeshModel, after: MeshModel, layer: AccessChangeLayer, way: Way,
): AccessChangeExample | undefined {
  for (const request of requests) {
    const was = judge(before, request, layer);
    const is = judge(after, request, layer);
    const difference = compareVerdicts(is.verdict, was.verdict);
    if (way === 'risen' ? difference > 0 : difference < 0) {
      return { text: requestText(request), request: requestJson(request), ...sidesOf(was, is, way) };
    }
  }
  return undefined;
}

/** What each version says: at the layer that refuses in one of them and does not in the other. */
function sidesOf(was: Judgement, is: Judgement, way: Way): Pick<AccessChangeExample, 'before' | 'after'> {
  const [refusing, admitting] = way === 'risen' ? [was, is] : [is, was];
  const parting = partingLayers(refusing, admitting);
  const refused = side(refusing, parting.refusing);
  const admitted = side(admitting, parting.admitting?.object === undefined ? bypassOf(admitting) ?? parting.admitting : parting.admitting);
  return way === 'risen' ? { before: refused, after: admitted } : { before: admitted, after: refused };
}

/** What keeps a request from meeting the layer that refuses it otherwise. */
function bypassOf({ decision }: Judgement): LayerVerdict | undefined {
  return decision?.layers.find(({ layer, object }) => layer === 'interception' && object !== undefined);
}

function side({ verdict, reason, decision }: Judgement, at?: LayerVerdict): AccessChangeSide {
  const from = at ?? decision;
  if (from === undefined) { return { verdict: verdict as AccessVerdict, reason }; }
  return {
    verdict: verdict as AccessVerdict,
    layer: from.layer as AccessLayer,
    reason: from.reason,
    ...from.object === undefined ? {} : { object: presentObject(from.object) },
    ...from.rule === undefined ? {} : { rule: from.rule },
  };
}

export function requestText({ from, method, path, host, headers, claims }: Request): string {
  const who = {
    workload: () => from.kind === 'workload' ? `${from.namespace}/${from.workload}` : '',
    principal: () => from.kind === 'principal' ? from.principal : '',
    outside: () => 'someone without identity',
    internet: () => 'someone on the internet',
  }[from.kind]();
  return [
    `${method === undefined ? 'bytes over TCP' : `${method} ${path ?? '/'}`} of ${who}`,
    ...from.address === undefined ? [] : [`at ${from.address}`],
    ...host === undefined ? [] : [`for host ${host}`],
    ...[...headers].map(([name, value]) => `with ${name}: ${value}`),
    ...claims === undefined ? [] : [`with a token that claims ${JSON.stringify(claims)}`],
  ].join(' ');
}

/** As a file of requests has it. */
function requestJson({ from, headers, ...rest }: Request): { readonly [key: string]: unknown } {
  const { kind, ...caller } = from;
  return {
    from: kind === 'outside' || kind === 'internet' ? { ...caller, [kind]: true } : caller,
    ...rest,
    ...headers.size === 0 ? {} : { headers: Object.fromEntries(headers) },
  };
}
