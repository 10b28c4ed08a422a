import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AccessDecision } from '../../analysis/access/access-decision';
import { explainDecision } from '../../analysis/access/explain';
import { valueAt } from '../../analysis/json';
import { MeshAccess } from '../../analysis/mesh-access';
import { readRequest, strayFields } from '../../analysis/read-request';
import type { Command, Output } from '../command';
import { InputError, known } from '../input-error';
import { loadManifests, readText } from '../load-manifests';
import { tablePrinter } from './access-table';

const USAGE = `Usage: cdk8s-istio access DIR... [--format text|json|markdown]
       cdk8s-istio access DIR... --from WHO --to NAMESPACE/WORKLOAD --port PORT [OPTIONS]
       cdk8s-istio access DIR... --requests FILE [--format json]

Says who may do what to whom: the whole table; or what happens to a request, and why.

  --from WHO           NAMESPACE/WORKLOAD, principal:TRUST-DOMAIN/ns/NAMESPACE/sa/NAME, outside or internet
  --to WORKLOAD        NAMESPACE/WORKLOAD that is called
  --port PORT          its container port
  --method METHOD      the HTTP method; without, bytes over TCP
  --path PATH          default /
  --header 'N: VALUE'  may be repeated
  --host HOST          default: the Service's
  --address ADDRESS    the caller's
  --claims JSON        the claims of a genuine token
  --requests FILE      a JSON array of requests, answered together
  --format FORMAT      text or json; a table also as markdown
  --context DIR        manifests that others own; may be repeated

Exit code 0 if there is an answer, 2 if the input is not understood.`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  port: { type: 'string' },
  method: { type: 'string' },
  path: { type: 'string' },
  header: { type: 'string', multiple: true },
  host: { type: 'string' },
  address: { type: 'string' },
  claims: { type: 'string' },
  requests: { type: 'string' },
  format: { type: 'string' },
  context: { type: 'string', multiple: true },
} as const;

export const access: Command = {
  summary: 'who may do what to whom, or what happens to a request',
  usage: USAGE,
  run(args: readonly string[], output: Output): number {
    const { values, positionals } = parse(args);
    if (positionals.length === 0) { throw new InputError('access needs a folder or file of manifests'); }
    const format = values.format ?? 'text';
    if (!isQuestion(values)) {
      const print = tablePrinter(format);
      const manifests = loadManifests(positionals);
      if (manifests.length === 0) { throw new InputError(`${positionals.join(', ')}: there are no manifests, that is no objects in files that end with .yaml, .yml or .json`); }
      output.out(print(MeshAccess._of([...loadManifests(values.context ?? []), ...manifests]).table()));
      return 0;
    }
    if (format !== 'text' && format !== 'json') { throw new InputError(`--format must be text or json, not ${format}`); }
    const one = values.from !== undefined || values.to !== undefined || values.port !== undefined;
    if (one === (values.requests !== undefined)) { throw new InputError('access needs either --from, --to and --port, or --requests'); }
    const questions = values.requests === undefined ? [readQuestion(values)] : readQuestions(values.requests, output);
    const mesh = MeshAccess._of([...loadManifests(values.context ?? []), ...loadManifests(positionals)]);
    for (const problem of mesh.problems()) { output.error(`warning: ${problem}`); }
    const answers = questions.map(({ id, request }) => ({ id, decision: mesh._answer(request) }));
    if (format === 'json') {
      const json = answers.map(({ id, decision }) => toJson(id, decision));
      output.out(JSON.stringify(values.requests === undefined ? json[0] : json, undefined, 2));
    } else {
      output.out(answers.map(({ id, decision }) => values.requests === undefined ? explainDecision(decision) : `${String(id)}: ${explainDecision(decision)}`).join('\n'));
    }
    return 0;
  },
};

type Values = ReturnType<typeof parse>['values'];

// The type is what parseArgs makes of the options.
// eslint-disable-next-line @typescript-eslint/explicit-function-return-type
function parse(args: readonly string[]) {
  return known(() => parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true }));
}

/** Whether anything of a question is given; whether all of it is, is asked later. */
function isQuestion(values: Values): boolean {
  return (Object.keys(values) as readonly (keyof Values)[]).some(name => name !== 'format' && name !== 'context');
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
