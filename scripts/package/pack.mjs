// Packs the package as it would be published, into a folder.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bundled-packages.mjs';

/** Returns the tarball, its size in bytes, and the files in it. */
export function pack(folder) {
  for (const file of ['lib/cli.js', 'lib/src/index.js', '.jsii']) {
    if (!existsSync(join(ROOT, file))) { throw new Error(`there is no ${file}: npm run compile first`); }
  }
  const [{ filename, size, unpackedSize, files }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26 }),
  );
  return { file: join(folder, filename), size, unpackedSize, files: files.map(({ path }) => path) };
}
