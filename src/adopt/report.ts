import type { Adopted } from './adopt';
import type { KubeObject } from './kube-object';
import { describe } from './kube-object';
import type { ReadObjects } from './read-objects';
import type { AccessChange } from '../analysis/access-diff/access-change';
import { parts } from '../source-code/expression';

/** What a report tells of besides. */
export interface ReportOptions {
  /** Where the manifests came from. */
  readonly paths: readonly string[];
  /** Whether `diff` can compare them with what the app synthesizes, as they stand. */
  readonly comparable: boolean;
  /** Where the code was written. @default - on standard output */
  readonly file?: string;
}

/** What became of everything, line by line. */
export function reportOf(adopted: Adopted, read: ReadObjects, { paths, comparable, file }: ReportOptions): readonly string[] {
  const { outcome: { problems, changed, replaced, access }, kept, notes } = adopted;
  const secrets = kept.filter(({ object }) => object.kind === 'Secret' && object.group === '').map(({ object }) => object);
  return [
    `${file === undefined ? '' : `${file}: `}${count(read.objects.length, 'object')} became ${made(adopted)}.`,
    ...verdict(adopted),
    ...problems.map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`),
    ...changed.map(({ object, changes: fields }) => `  changed: ${describe(object)}: ${fields.join(', ')}`),
    ...access ? [...changes('newly allowed', access.allowed), ...changes('newly denied', access.denied), ...changes('not known', access.undecided)] : [],
    ...keptLines(adopted),
    ...replaced.length === 0 ? [] : ['', 'Written anew under other names, so that these are to be removed once the app is deployed:', ...replaced.map(object => `  ${describe(object)}`).sort()],
    ...read.left.length === 0 ? [] : ['', 'Left out:', ...read.left.map(line => `  ${line}`)],
    ...noteLines([
      ...read.notes, ...notes,
      ...secrets.length === 0 ? [] : [`what is secret stands in the code now, as it stood in the manifests: ${secrets.map(describe).join(', ')}`],
    ]),
    ...comparable && access !== undefined ? ['', 'To compare again, once the app is synthesized:', `  cdk8s-istio diff ${paths.length === 1 ? paths[0] : '…'} dist/`] : [],
  ];
}

function verdict({ outcome: { problems, access, changed } }: Adopted): readonly string[] {
  if (problems.length > 0 || access === undefined) { return ['It does not synthesize, so that its access is not known:']; }
  if (access.hasNewAccess || access.denied.length > 0) { return ['Its access is not that of the manifests:']; }
  if (changed.length > 0) { return ['Its access is that of the manifests, but not all that they say is in it:']; }
  return ['Its access is that of the manifests: both were compared, layer by layer.'];
}

function changes(what: string, list: readonly AccessChange[]): readonly string[] {
  return list.map(({ clients, callee, ports, before, after }) => `  ${what}: ${clients.map(({ text }) => text).join(', ')} → ${callee}, ${ports} (${before} → ${after})`);
}

const NOUNS: readonly (readonly [string, string])[] = [
  ['SecureNamespace', 'namespace'], ['LeastPrivilegeWorkload', 'workload'], ['CanaryService', 'canary'], ['IngressGateway', 'gateway'],
];

function made({ file, kept }: Adopted): string {
  const all = file.statements.flatMap(({ expression }) => [...parts(expression)]);
  const created = (name: string): number => all.filter(part => part.kind === 'new' && part.callee.kind === 'imported' && part.callee.name === name).length;
  const calls = all.filter(part => part.kind === 'call' && part.callee.kind === 'member' && part.callee.name === 'to').length;
  const counted = [
    ...NOUNS.map(([name, noun]) => [created(name), noun] as const), [calls, 'call'] as const, [kept.length, 'kept as it was'] as const,
  ].filter(([number]) => number > 0);
  const texts = counted.map(([number, noun]) => (noun.startsWith('kept') ? `${number} ${noun}` : count(number, noun)));
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

function keptLines({ kept }: Adopted): readonly string[] {
  const byReason = new Map<string, KubeObject[]>();
  for (const { object, reason = 'no construct stands for it' } of kept) { byReason.set(reason, [...byReason.get(reason) ?? [], object]); }
  return byReason.size === 0 ? [] : ['', 'Kept as it was:', ...[...byReason].flatMap(([reason, objects]) => [`  ${objects.map(describe).join(', ')}`, `    ${reason}`])];
}

function noteLines(notes: readonly string[]): readonly string[] {
  return notes.length === 0 ? [] : ['', 'To know:', ...notes.map(note => `  ${note}`)];
}

function count(number: number, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${number} ${number === 1 ? noun : plural}`;
}
