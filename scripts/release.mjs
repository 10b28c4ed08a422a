// What a release is called, and what is told of it: the newest entry of CHANGELOG.md says both.
//
//   node scripts/release.mjs    writes the version into package.json, and dist/{version.txt,releasetag.txt,changelog.md}
//
// `projen release` runs it as its task `bump`. The repository itself stays at 0.0.0.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest release of a changelog; throws, in words, if there is none that could be released. */
export function newestRelease(changelog) {
  const [, ...entries] = changelog.split(/^## /m);
  const unreleased = entries[0]?.startsWith('[Unreleased]') ? entries.shift() : undefined;
  if (unreleased !== undefined && unreleased.replace('[Unreleased]', '').trim() !== '') {
    throw new Error('CHANGELOG.md: there are changes under "Unreleased"; give them a version and a date first.');
  }
  const heading = entries[0]?.split('\n', 1)[0] ?? '';
  const [, version] = /^\[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$/.exec(heading) ?? [];
  if (version === undefined) {
    throw new Error(`CHANGELOG.md: the newest entry is headed "${heading}"; it must read like "[1.2.3] - 2026-01-31".`);
  }
  const notes = entries[0].slice(heading.length).replace(/^\[[^\]]+\]: .*$/gm, '').trim();
  if (notes === '') {
    throw new Error(`CHANGELOG.md: nothing is said of version ${version}.`);
  }
  return { version, notes };
}

function main(root) {
  const { version, notes } = newestRelease(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'));
  const manifest = join(root, 'package.json');
  writeFileSync(manifest, `${JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), version }, undefined, 2)}\n`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist', 'version.txt'), version);
  writeFileSync(join(root, 'dist', 'releasetag.txt'), `v${version}`);
  writeFileSync(join(root, 'dist', 'changelog.md'), `${notes}\n`);
  console.log(`release ${version}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.cwd());
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
