import { parseArgs } from 'node:util';
import { readAllowedFile } from './diff-files';
import { grantsJson, grantsMarkdown, grantsText } from './diff-grants';
import type { AccessDifference } from '../../analysis/access-diff/access-difference';
import { MeshAccess } from '../../analysis/mesh-access';
import type { Command, Output } from '../command';
import { InputError, known } from '../input-error';
import { loadManifests } from '../load-manifests';

const USAGE = `Usage: cdk8s-istio diff OLD NEW [--allow FILE] [OPTIONS]
       cdk8s-istio diff [OLD] NEW --not-granted FILE --not-public WHAT [OPTIONS]

Says what a newer version of manifests newly allows and newly denies: each boundary alone, and all layers together.

  --allow FILE         new access that may be, as YAML or JSON, with reasons
  --not-granted FILE   access that must not be possible in NEW, in the same form; without OLD nothing is compared
  --not-public WHAT    NAMESPACE/WORKLOAD, NAMESPACE/* or * that nobody may reach from outside: without identity, or through
                       a gateway; may be repeated; without OLD nothing is compared
  --format FORMAT      text, json or markdown
  --context DIR        manifests that others own, the same in both versions; may be repeated
  --old-context DIR    those of the older version, where they differ; may be repeated

Exit code 0 if there is no new access and nothing of what must not be, 1 if there is or may be, 2 if the input is not understood.`;

const OPTIONS = {
  'allow': { type: 'string' },
  'not-granted': { type: 'string' },
  'not-public': { type: 'string', multiple: true },
  'format': { type: 'string' },
  'context': { type: 'string', multiple: true },
  'old-context': { type: 'string', multiple: true },
} as const;

const FORMATS = ['text', 'json', 'markdown'];

export const diff: Command = {
  summary: 'what a newer version newly allows and denies',
  usage: USAGE,
  run(args: readonly string[], output: Output): number {
    const { values, positionals } = parse(args);
    const format = values.format ?? 'text';
    if (!FORMATS.includes(format)) { throw new InputError(`--format must be text, json or markdown, not ${format}`); }
    const asks = values['not-granted'] !== undefined || values['not-public'] !== undefined;
    const [newer, older, ...more] = [...positionals].reverse();
    if (more.length > 0) { throw new InputError('diff compares two folders or files, OLD and NEW; put what is more into a folder, or give it as --context'); }
    if (newer === undefined || (older === undefined && !asks)) { throw new InputError('diff needs two folders or files of manifests, OLD and NEW'); }
    if (older === undefined && values.allow !== undefined) { throw new InputError('--allow is for new access: it needs OLD and NEW'); }
    const allowed = values.allow === undefined ? [] : readAllowedFile(values.allow, 'allow', true);
    const unwanted = values['not-granted'] === undefined ? undefined : readAllowedFile(values['not-granted'], 'deny', false);

    const after = read(newer, values.context, output);
    const before = older === undefined ? undefined : read(older, values['old-context'] ?? values.context, output, true);
    const difference = before === undefined ? undefined : after.changesSince(before, allowed);
    const granted = unwanted === undefined ? undefined : known(() => after.grantedOf(unwanted));
    const open = values['not-public'] === undefined ? undefined : known(() => after.reachableFromOutside(values['not-public']));
    const answers = { difference, granted, open };
    output.out({ text: () => textOf(answers), json: () => jsonOf(answers), markdown: () => markdownOf(answers) }[format as 'text']());
    return difference?.hasNewAccess === true || (granted ?? []).length > 0 || (open ?? []).length > 0 ? 1 : 0;
  },
};

type Granted = ReturnType<MeshAccess['grantedOf']>;

interface Answers {
  readonly difference: AccessDifference | undefined;
  readonly granted: Granted | undefined;
  readonly open: Granted | undefined;
}

const GRANTED = 'access that must not be';
const OPEN = 'reachable from outside';

function textOf({ difference, granted, open }: Answers): string {
  return [
    ...difference === undefined ? [] : [difference.toText()],
    ...granted === undefined ? [] : [grantsText(GRANTED, granted)],
    ...open === undefined ? [] : [grantsText(OPEN, open)],
  ].join('\n\n');
}

function markdownOf({ difference, granted, open }: Answers): string {
  return [
    ...difference === undefined ? [] : [difference.toMarkdown()],
    ...granted === undefined ? [] : [grantsMarkdown(GRANTED, granted)],
    ...open === undefined ? [] : [grantsMarkdown(OPEN, open)],
  ].join('\n\n');
}

function jsonOf({ difference, granted, open }: Answers): string {
  return JSON.stringify({
    version: 1,
    ...difference === undefined ? {} : { newAccess: difference.hasNewAccess, ...difference },
    ...granted === undefined ? {} : { granted: grantsJson(granted) },
    ...open === undefined ? {} : { reachableFromOutside: grantsJson(open) },
  }, undefined, 2);
}

function read(path: string, context: readonly string[] | undefined, output: Output, mayBeEmpty = false): MeshAccess {
  const own = loadManifests([path]);
  // A path that was mistaken would have no access at all, and so nothing new.
  if (own.length === 0 && !mayBeEmpty) { throw new InputError(`${path}: there are no manifests`); }
  const mesh = MeshAccess._of([...loadManifests(context ?? []), ...own]);
  for (const problem of mesh.problems()) { output.error(`warning: ${problem}`); }
  return mesh;
}

// The type is what parseArgs makes of the options.
// eslint-disable-next-line @typescript-eslint/explicit-function-return-type
function parse(args: readonly string[]) {
  return known(() => parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true }));
}
