import type { CallPlan } from './call-plan';
import { planOf } from './call-plan';
import type { Edge } from './edges';
import type { GeneralPath } from './generalise-paths';
import type { Questions } from './questions';
import { listed } from './questions';
import type { UnitPort } from './unit-ports';
import { portsFor } from './unit-ports';
import { ours } from './write-units';
import type { Code, Expression } from '../source-code';
import { invoke } from '../source-code';

/** Calls as arguments of `calls.to()`, and what is asked of them. */
export interface WrittenCalls {
  readonly calls: readonly Code[];
  /** Lines of a comment. */
  readonly comments: readonly string[];
  /** For how many paths a template stands, and one of them. */
  readonly templates: Templates;
  /** Tells calls that are the same. */
  readonly key: string;
}

export type Templates = ReadonlyMap<string, Pick<GeneralPath, 'count' | 'example'>>;

const FACTORIES: { readonly [method: string]: string } = { GET: 'get', HEAD: 'head', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' };

/**
 * The calls along edges of one caller to one callee.
 *
 * @param about who calls whom, in words
 * @param narrow what is added to each call of requests, such as its hosts
 */
export function writeCalls(
  edges: readonly Edge[], ports: readonly UnitPort[], about: string, questions: Questions,
  narrow: (call: Expression) => Expression = call => call,
): WrittenCalls {
  const comments = new Set<string>();
  const calls = new Map<string, Code>();
  const templates = new Map<string, Pick<GeneralPath, 'count' | 'example'>>();
  for (const edge of edges) {
    const plan = planOf(edge);
    const fitting = portsFor(edge, ports);
    if (plan.calls.length > 0 && fitting.length === 0) {
      comments.add(questions.ask('port', about, `${edge.protocol === 'tcp' ? 'connections without HTTP were' : 'requests were'} seen on port ${edge.port ?? '?'}, which speaks something else; they are not declared.`));
    }
    if (plan.calls.length > 0 && fitting.length > 1) {
      comments.add(questions.ask('port', about, `which of the ports ${fitting.map(({ port }) => port).join(', ')} is called? Nothing says it, so all are declared.`));
    }
    for (const port of fitting) {
      for (const call of plan.calls) {
        const written = expressionOf(call, ports.filter(({ speaks }) => mayMean(call, speaks)).length > 1 ? port.name : undefined);
        calls.set(keyOf(call, port.name), call.kind === 'tcp' ? written : narrow(written));
      }
    }
    const joined = plan.calls.flatMap(call => (call.kind === 'http' ? call.paths : [])).filter(path => path.joined !== undefined);
    for (const path of joined) { addTemplate(templates, path); }
    const values = joined.filter(path => path.joined === 'values').map(({ pattern }) => pattern);
    if (values.length > 0) {
      comments.add(questions.ask('templates', about, `is any value right in ${listed(values, 5)}? There were too many to list, and they do not look like ids.`));
    }
    if (plan.calls.some(({ kind }) => kind === 'requests')) { comments.add(questions.ask('requests', about, 'which methods and paths?')); }
    for (const line of lostRequests(edge, plan, about, questions)) { comments.add(line); }
  }
  return { calls: [...calls.values()], comments: [...comments], templates, key: JSON.stringify([...calls.keys()]) };
}

/** All that is said of calls, for a comment before them. */
export function commentOf({ comments, templates }: Pick<WrittenCalls, 'comments' | 'templates'>): string | undefined {
  const lines = [
    ...[...templates].map(([pattern, { count, example }]) =>
      (count === 1 ? `${pattern} was seen as ${example}.` : `${pattern} stands for ${count} paths, such as ${example}.`)),
    ...comments,
  ];
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** The templates of several callers that call the same: each of them has seen some. */
export function joinedTemplates(all: readonly Templates[]): Templates {
  const joined = new Map<string, Pick<GeneralPath, 'count' | 'example'>>();
  for (const templates of all) { templates.forEach((seen, pattern) => addTemplate(joined, { pattern, ...seen })); }
  return joined;
}

function addTemplate(templates: Map<string, Pick<GeneralPath, 'count' | 'example'>>, { pattern, count, example }: GeneralPath): void {
  const known = templates.get(pattern);
  const first = known !== undefined && known.example < example ? known.example : example;
  templates.set(pattern, { count: Math.max(count, known?.count ?? 0), example: first });
}

/** Would a call that names no port be taken for one to such a port? HTTP is seen in gRPC too. */
function mayMean({ kind }: CallPlan, speaks: UnitPort['speaks']): boolean {
  return kind === 'tcp' ? speaks === 'tcp' : kind === 'grpc' ? speaks === 'grpc' || speaks === 'http2' : speaks !== 'tcp';
}

/** How often something was seen makes it no other call. */
function keyOf(call: CallPlan, port: string): string {
  return JSON.stringify([call.kind === 'http' ? { ...call, paths: call.paths.map(({ pattern }) => pattern) } : call, port]);
}

/** What did not become a call, and why. */
function lostRequests(edge: Edge, plan: ReturnType<typeof planOf>, about: string, questions: Questions): readonly string[] {
  const { refused, failed, unsayable } = plan;
  const amount = (of: number): string => `${Math.max(1, Math.round(of / (edge.answered + edge.refused + edge.failed) * 100))} %`;
  const reasons = [...edge.reasons].sort().join(', ');
  const part = edge.withoutRequests;
  return [
    ...refused.length > 0 ? [questions.ask('refused', about, `should this be allowed? It was refused: ${listed(refused, 5)}.`)] : [],
    ...failed.length > 0 ? [questions.ask('failed', about, `is this meant? It was tried and never answered: ${listed(failed, 5)}.`)] : [],
    ...unsayable.length > 0 ? [questions.ask('unsayable', about, `what should be done about ${listed(unsayable, 5)}? No policy can say it, so it is not declared.`)] : [],
    ...part.refused > 0 && edge.answered > 0 ? [questions.ask('refused', about, `what of it should stay refused? ${amount(part.refused)} was (${reasons}).`)] : [],
    ...part.refused > 0 && edge.answered === 0 ? [questions.ask('refused', about, `should it be allowed? All of it was refused (${reasons}).`)] : [],
    ...part.failed > 0 && edge.answered === 0 && part.refused === 0 ? [questions.ask('failed', about, `is it meant? It was tried and never answered (${reasons}).`)] : [],
    ...edge.plaintext && edge.caller !== undefined ? [questions.ask('identity', about, 'can it use mutual TLS? Part of it came in plain text, which is refused here.')] : [],
  ];
}

function expressionOf(call: CallPlan, port: string | undefined): Expression {
  const on = (expression: Expression): Expression => (port === undefined ? expression : invoke(expression, 'onPort', port));
  switch (call.kind) {
    case 'tcp': return invoke(ours('TcpCall'), 'port', ...port === undefined ? [] : [port]);
    case 'grpc': return on(invoke(ours('GrpcCall'), 'methods', call.service, ...call.methods));
    case 'requests': return on(invoke(ours('HttpCall'), 'any'));
    case 'http': {
      const paths = call.paths.map(({ pattern }) => pattern);
      const factory = Object.prototype.hasOwnProperty.call(FACTORIES, call.method) ? FACTORIES[call.method] : undefined;
      return on(factory === undefined ? invoke(ours('HttpCall'), 'of', { methods: [call.method], paths }) : invoke(ours('HttpCall'), factory, ...paths));
    }
  }
}
