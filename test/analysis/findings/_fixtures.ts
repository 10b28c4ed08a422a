import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, WorldOptions } from '../../../src/analysis/findings';
import { findAll } from '../../../src/analysis/findings';
import type { Manifest } from '../../../src/analysis/manifest';
import { parseManifests } from '../../../src/cli/parse-manifests';

/**
 * Manifests with the codes that they raise. A file begins with comments: `# raises: MESH0440 MESH0101` (nothing after the colon:
 * it raises nothing), and as needed `# options: { "istioVersion": "1.29" }` (JSON of `WorldOptions`, besides the context) and
 * `# context: NAME.yaml` (a file beside it). `<9 KiB of text>` stands for so much text.
 */
export interface Fixture {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  readonly raises: readonly string[];
  readonly options: WorldOptions;
  readonly manifests: readonly Manifest[];
}

const FOLDER = join(__dirname, 'rules');

/** The fixtures of all rules; the folder is the rule's code. */
export function fixtures(): readonly Fixture[] {
  return readdirSync(FOLDER).sort().flatMap(folder => readdirSync(join(FOLDER, folder)).sort()
    .filter(file => /^(bad|good).*\.yaml$/.test(file)).map(file => readFixture(folder, file)));
}

export function codesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ code }) => code))].sort();
}

export function findIn({ manifests, options }: Fixture): readonly Finding[] {
  return findAll(manifests, options).open;
}

function readFixture(folder: string, file: string): Fixture {
  const path = join(FOLDER, folder, file);
  const text = readFileSync(path, 'utf8');
  const raises = said(text, 'raises');
  if (raises === undefined) { throw new Error(`${path} does not say what it raises`); }
  const context = said(text, 'context');
  return {
    folder,
    file,
    text,
    raises: raises.split(/\s+/).filter(code => code !== '').sort(),
    options: {
      ...JSON.parse(said(text, 'options') ?? '{}') as WorldOptions,
      ...context === undefined ? {} : { context: parseManifests(context, readFileSync(join(FOLDER, folder, context), 'utf8')) },
    },
    manifests: parseManifests(file, text.replace(/<(\d+) KiB of text>/, (_, size) => 'x'.repeat(1024 * Number(size)))),
  };
}

function said(text: string, word: string): string | undefined {
  return new RegExp(`^# ${word}:(.*)$`, 'm').exec(text)?.[1].trim();
}
