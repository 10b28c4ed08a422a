import { readAllowedFile } from './diff-files';
import { grantsJson, grantsMarkdown, grantsText } from './diff-grants';
import type { AccessDifference } from '../../analysis/access-diff/access-difference';
import { MeshAccess } from '../../analysis/mesh-access';
import type { Output, Run } from '../command';
import type { DIFF } from '../declarations/diff';
import { InputError, known } from '../input-error';
import type { Style } from '../paint';
import { paintLines } from '../paint';
import type { InputOptions } from '../read-input';
import { readWholeInput } from '../read-input';

export const diff: Run<typeof DIFF> = ({ values, positionals }, output) => {
  const asks = values['not-granted'] !== undefined || values['not-public'] !== undefined;
  const [newer, older, ...more] = [...positionals].reverse();
  if (more.length > 0) { throw new InputError('diff compares two folders or files, OLD and NEW; put what is more into a folder, or give it as --context'); }
  if (newer === undefined || (older === undefined && !asks)) { throw new InputError('diff needs two folders or files of manifests, OLD and NEW'); }
  if (older === undefined && values.allow !== undefined) { throw new InputError('--allow is for new access: it needs OLD and NEW'); }
  const allowed = values.allow === undefined ? [] : readAllowedFile(values.allow, 'allow', true);
  const unwanted = values['not-granted'] === undefined ? undefined : readAllowedFile(values['not-granted'], 'deny', false);

  const after = read(newer, values.context, output, values);
  const before = older === undefined ? undefined : read(older, values['old-context'] ?? values.context, output, { ...values, mayBeEmpty: true });
  output.at('comparing who may do what to whom');
  const difference = before === undefined ? undefined : after.changesSince(before, allowed);
  const granted = unwanted === undefined ? undefined : known(() => after.grantedOf(unwanted));
  const open = values['not-public'] === undefined ? undefined : known(() => after.reachableFromOutside(values['not-public']));
  const answers = { difference, granted, open };
  output.out({ text: () => paintLines(textOf(answers), output.paint, STYLES), json: () => jsonOf(answers), markdown: () => markdownOf(answers) }[values.format ?? 'text']());
  return difference?.hasNewAccess === true || (granted ?? []).length > 0 || (open ?? []).length > 0 ? 1 : 0;
};

/** What is newly possible, or should not be, is bad; what no longer is, may break a call. */
const STYLES: readonly (readonly [RegExp, Style])[] = [[/^[+!] /, 'bad'], [/^- /, 'good'], [/^\? /, 'doubtful']];

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

function read(path: string, context: readonly string[] | undefined, output: Output, options: InputOptions): MeshAccess {
  const theirs = readWholeInput(context ?? [], output, { ...options, mayBeEmpty: true });
  const mesh = MeshAccess._of([...theirs, ...readWholeInput([path], output, options)]);
  for (const problem of mesh.problems()) { output.error(`warning: ${problem}`); }
  return mesh;
}
