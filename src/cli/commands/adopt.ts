import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { adopt as adoptObjects } from '../../adopt/adopt';
import { readObjects } from '../../adopt/read-objects';
import { reportOf } from '../../adopt/report';
import type { Manifest } from '../../analysis/manifest';
import type { Output, Run } from '../command';
import type { ADOPT } from '../declarations/adopt';
import { writeOutput } from '../graph/write-output';
import { InputError } from '../input-error';
import type { Input } from '../read-input';
import { exitCodeOf, readInput, readWholeInput } from '../read-input';

export const adopt: Run<typeof ADOPT> = ({ values, positionals }, output) => {
  const { namespaces, wide } = namespacesOf(values.namespace ?? []);
  if (positionals.length === 0 && namespaces.length === 0) { throw new InputError('adopt needs a folder or file of manifests, or - for standard input'); }
  if (values.output !== undefined && existsSync(values.output)) {
    throw new InputError(`${values.output}: there is a file already, and adopt does not write over code; name another`);
  }
  const { manifests, inputs, namespaceOf } = readAll(positionals, namespaces, values.exclude, output);
  const context = values.context === undefined ? [] : readWholeInput(values.context, output, { mayBeEmpty: true });
  const read = readObjects(manifests, file => namespaceOf.get(file ?? '') ?? wide);
  if (read.objects.length === 0) {
    throw new InputError([...read.left, 'nothing of what was read can be adopted'].join('\n'));
  }
  const paths = [...positionals, ...namespaces.map(({ path }) => path)];
  const adopted = adoptObjects(read, context, heading(paths), trial => output.at(trial === 1 ? 'writing an app and trying it' : `trying it (${trial})`));
  const text = adopted.file.toString();
  if (values.output === undefined) { output.out(text.replace(/\n$/, '')); } else { writeOutput(values.output, text, paths); }
  reportOf(adopted, read, {
    paths,
    // Without namespaces of their own the files say something else than the app.
    comparable: (values.namespace ?? []).length === 0 && context.length === 0 && !paths.includes('-'),
    ...values.output === undefined ? {} : { file: values.output },
  }).forEach(line => output.error(line));
  const { access, problems, changed } = adopted.outcome;
  const equal = problems.length === 0 && access !== undefined && !access.hasNewAccess && access.denied.length === 0 && changed.length === 0;
  return exitCodeOf(equal ? 0 : 1, ...inputs, { isWhole: read.left.length === 0 });
};

interface NamespaceOfPath {
  readonly name: string;
  readonly path: string;
}

function namespacesOf(values: readonly string[]): { readonly namespaces: readonly NamespaceOfPath[]; readonly wide: string | undefined } {
  const namespaces: NamespaceOfPath[] = [];
  const wide: string[] = [];
  for (const value of values) {
    const [, name, path] = /^([^=]*)(?:=(.*))?$/s.exec(value)!;
    if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) { throw new InputError(`--namespace ${value}: '${name}' is no namespace's name`); }
    if (path === '') { throw new InputError(`--namespace ${value}: name a folder or file after the '='`); }
    if (path === undefined) { wide.push(name); } else { namespaces.push({ name, path }); }
  }
  if (wide.length > 1) { throw new InputError(`--namespace is given ${wide.length} times for all objects (${wide.join(', ')}); give it once, or with NAME=DIR`); }
  return { namespaces, wide: wide[0] };
}

function readAll(positionals: readonly string[], namespaces: readonly NamespaceOfPath[], exclude: readonly string[] | undefined, output: Output): {
  readonly manifests: readonly Manifest[]; readonly inputs: readonly Input[]; readonly namespaceOf: ReadonlyMap<string, string>;
} {
  const options = exclude === undefined ? {} : { exclude };
  const namespaceOf = new Map<string, string>();
  const named = namespaces.map(({ name, path }) => {
    const input = readInput([path], output, options);
    input.manifests.forEach(({ origin }) => namespaceOf.set(origin?.file ?? '', name));
    return input;
  });
  const inputs = [...positionals.length > 0 ? [readInput(positionals, output, options)] : [], ...named];
  return { manifests: inputs.flatMap(({ manifests }) => manifests), inputs, namespaceOf };
}

function heading(paths: readonly string[]): string {
  const names = paths.map(path => (path === '-' ? 'standard input' : basename(path)));
  return `Made by cdk8s-istio adopt of ${names.join(', ')}. It is yours now: nothing writes it again.`;
}
