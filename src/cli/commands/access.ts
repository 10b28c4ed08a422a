import { existsSync } from 'node:fs';
import type { AccessDecision } from '../../analysis/access/access-decision';
import { explainDecision } from '../../analysis/access/explain';
import { valueAt } from '../../analysis/json';
import { MeshAccess } from '../../analysis/mesh-access';
import { readRequest, strayFields } from '../../analysis/read-request';
import type { Given, Output, Run } from '../command';
import type { ACCESS } from '../declarations/access';
import { InputError } from '../input-error';
import { readText } from '../load-manifests';
import { paintLines } from '../paint';
import type { Style } from '../paint';
import { exitCodeOf, readInput, readWholeInput } from '../read-input';
import { TABLE_PRINTERS } from './access-table';

export const access: Run<typeof ACCESS> = ({ values, positionals }, output) => {
  const format = values.format ?? 'text';
  if (!isQuestion(values)) {
    const own = readInput(positionals, output, values);
    const context = readInput(values.context ?? [], output, { ...values, mayBeEmpty: true });
    output.at(`${own.manifests.length} objects: who may do what to whom`);
    output.out(TABLE_PRINTERS[format](MeshAccess._of([...context.manifests, ...own.manifests], {}, [...context.unread, ...own.unread]).table()));
    return exitCodeOf(0, own, context);
  }
  if (format === 'markdown') { throw new InputError('--format must be text or json where a request is asked for, not markdown'); }
  const one = values.from !== undefined || values.to !== undefined || values.port !== undefined;
  if (one === (values.requests !== undefined)) { throw new InputError('access needs either --from, --to and --port, or --requests'); }
  const questions = values.requests === undefined ? [readQuestion(values)] : readQuestions(values.requests, output);
  const mesh = MeshAccess._of([
    ...readWholeInput(values.context ?? [], output, { ...values, mayBeEmpty: true }),
    ...readWholeInput(positionals, output, values),
  ]);
  for (const problem of mesh.problems()) { output.error(`warning: ${problem}`); }
  const answers = questions.map(({ id, request }) => ({ id, decision: mesh._answer(request) }));
  if (format === 'json') {
    const json = answers.map(({ id, decision }) => toJson(id, decision));
    output.out(JSON.stringify(values.requests === undefined ? json[0] : json, undefined, 2));
  } else {
    const text = answers.map(({ id, decision }) => values.requests === undefined ? explainDecision(decision) : `${String(id)}: ${explainDecision(decision)}`).join('\n');
    output.out(paintLines(text, output.paint, STYLES));
  }
  return 0;
};

const STYLES: readonly (readonly [RegExp, Style])[] = [[/^(?:\S+: )?ALLOW: /, 'good'], [/^(?:\S+: )?DENY: /, 'bad'], [/^(?:\S+: )?UNKNOWN: /, 'doubtful']];

type Values = Given<typeof ACCESS>['values'];

/** Options that a table has too. */
const NO_QUESTION: readonly (keyof Values)[] = ['format', 'context', 'exclude', 'watch'];

/** Whether anything of a question is given; whether all of it is, is asked later. */
function isQuestion(values: Values): boolean {
  return (Object.keys(values) as readonly (keyof Values)[]).some(name => !NO_QUESTION.includes(name));
}

interface Question {
  readonly id: unknown;
  readonly request: unknown;
}

function readQuestion(values: Values): Question {
  const { from, to, port } = values;
  if (from === undefined || to === undefined || port === undefined) { throw new InputError('access needs --from, --to and --port'); }
  const address = values.address === undefined ? {} : { address: values.address };
  const request = {
    from: { ...readCaller(from), ...address },
    to: readName(to, '--to'),
    port: /^\d+$/.test(port) ? Number(port) : port,
    method: values.method?.toUpperCase(),
    path: values.path,
    host: values.host,
    headers: Object.fromEntries((values.header ?? []).map(readHeader)),
    claims: values.claims === undefined ? undefined : readClaims(values.claims),
  };
  return { id: null, request: checked(request, '') };
}

function readCaller(from: string): object {
  if (from === 'outside') { return { outside: true }; }
  if (from === 'internet') { return { internet: true }; }
  if (from.startsWith('principal:')) { return { principal: from.slice('principal:'.length) }; }
  return readName(from, '--from');
}

function readName(text: string, option: string): object {
  const parts = text.split('/');
  if (parts.length !== 2 || parts.includes('')) { throw new InputError(`${option} must be NAMESPACE/WORKLOAD, not ${text}`); }
  return { namespace: parts[0], workload: parts[1] };
}

function readHeader(text: string): readonly [string, string] {
  const match = /^([^:\s]+)\s*[:=]\s*(.*)$/.exec(text);
  if (match === null) { throw new InputError(`--header must be 'NAME: VALUE', not ${text}`); }
  return [match[1], match[2]];
}

function readClaims(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('--claims must be a JSON object');
  }
}

function readQuestions(file: string, output: Output): readonly Question[] {
  if (!existsSync(file)) { throw new InputError(`${file}: there is no such file`); }
  let list: unknown;
  try {
    list = JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof InputError) { throw error; }
    throw new InputError(`${file}: this is not JSON: ${(error as Error).message.split('\n')[0]}`);
  }
  if (!Array.isArray(list)) { throw new InputError(`${file}: requests must be a JSON array`); }
  const seen = new Set<unknown>();
  return list.map((request: unknown, i) => {
    const place = `${file}: request ${i}: `;
    const id = readId(request, place);
    if (id !== null && seen.has(id)) { throw new InputError(`${place}there is another request with the id ${JSON.stringify(id)}`); }
    seen.add(id);
    for (const field of strayFields(request)) { output.error(`warning: ${place}nothing reads the field ${field}`); }
    return { id, request: checked(request, place) };
  });
}

function readId(request: unknown, place: string): string | number | null {
  const id = valueAt(request, 'id') ?? null;
  if (id !== null && typeof id !== 'string' && typeof id !== 'number') { throw new InputError(`${place}"id" must be a string or a number`); }
  return id;
}

function checked(request: unknown, place: string): unknown {
  const read = readRequest(request);
  if (typeof read === 'string') { throw new InputError(place + read); }
  return request;
}

function toJson(id: unknown, { verdict, layer, object, rule, reason, sees, layers }: AccessDecision): object {
  return { id, verdict, layer, object: object ?? null, rule: rule ?? null, reason, sees: sees ?? null, layers };
}
