// Writes THIRD-PARTY-NOTICES: under which licences the packages are that are bundled with ours. With --check it says whether that is up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages, ROOT } from './bundled-packages.mjs';

const file = join(ROOT, 'THIRD-PARTY-NOTICES');
const line = '-'.repeat(80);

const text = [
  'The package cdk8s-istio has copies of the packages below in it, each under its own licence.',
  'Parts of them are also in lib/cdk8s-istio.js.',
  ...bundledPackages().map(one => `\n${line}\n${one.name} ${one.version} (${one.licence})\nhttps://www.npmjs.com/package/${one.name}\n${line}\n\n${one.text}`),
  '',
].join('\n').replace(/\r/g, '');

if (process.argv.includes('--check')) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error('THIRD-PARTY-NOTICES is not what the bundled packages say; npm run notices');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}
