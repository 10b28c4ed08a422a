// The packages that are in ours: those of `bundledDependencies`, and what they depend on.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Each with its name, version, licence, folder, and the text of its licence, in order of names. */
export function bundledPackages() {
  const found = new Map();
  const add = name => {
    if (found.has(name)) { return; }
    const folder = join(ROOT, 'node_modules', name);
    const { version, license, dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find(entry => /^licen[cs]e(?:\.\w+)?$/i.test(entry));
    if (file === undefined) { throw new Error(`${name} says nowhere under which licence it is`); }
    found.set(name, { name, version, licence: license, folder, text: readFileSync(join(folder, file), 'utf8').trim() });
    Object.keys(dependencies).forEach(add);
  };
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).bundledDependencies.forEach(add);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
