// Puts the compiled command into two files: Node takes longer to find hundreds of small ones than to run them.
// lib/cli.js is what every command line needs, lib/cli-commands.js is what the commands do, each of which is still run only when it is asked for.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const lib = join(dirname(fileURLToPath(import.meta.url)), '../../lib');
const commands = './cli-commands.js';

/** What is asked of a command's file is asked of the one file of all commands. */
const elsewhere = {
  name: 'commands-are-elsewhere',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(?:commands\/[\w-]+|watch)$/ }, ({ kind, importer }) =>
      kind === 'require-call' && dirname(importer) === join(lib, 'src/cli') ? { path: commands, external: true } : undefined);
  },
};

/** The constructs are not copied: what a command asks of them, it asks of the package. */
const constructs = {
  name: 'constructs-are-the-package',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?(?:\/|$)/ }, ({ path, resolveDir }) =>
      [join(lib, 'src'), join(lib, 'src/index'), join(lib, 'src/index.js')].includes(resolve(resolveDir, path)) ? { path: './src/index.js', external: true } : undefined);
  },
};

const common = {
  bundle: true,
  platform: 'node',
  target: `node${/[\d.]+/.exec(JSON.parse(readFileSync(join(lib, '../package.json'), 'utf8')).engines.node)[0]}`,
  minifySyntax: true,
  minifyWhitespace: true,
  // Names of functions and classes stay: they are in messages.
  minifyIdentifiers: false,
  legalComments: 'none',
  // What the user has anyway, once.
  external: ['cdk8s', 'cdk8s-plus-27', 'constructs'],
  logLevel: 'warning',
};

const files = readdirSync(join(lib, 'src/cli/commands')).filter(name => name.endsWith('.js')).map(name => `commands/${basename(name, '.js')}`);
const namesOf = file => [...readFileSync(join(lib, `src/cli/${file}.js`), 'utf8').matchAll(/^exports\.(\w+) = /gm)].map(match => match[1]);
const table = readFileSync(join(lib, 'src/cli/command-table.js'), 'utf8');

await build({ ...common, entryPoints: [join(lib, 'src/cli/start.js')], outfile: join(lib, 'cli.js'), plugins: [elsewhere] });
await build({
  ...common,
  stdin: {
    resolveDir: join(lib, 'src/cli'),
    // Each is loaded when it is asked for.
    contents: [...files.filter(file => table.includes(`./${file}'`) || table.includes(`./${file}"`)), 'watch'].flatMap(file =>
      [...new Set(namesOf(file))].map(name => `Object.defineProperty(exports, '${name}', { get: () => require('./${file}').${name} });`)).join('\n'),
  },
  outfile: join(lib, 'cli-commands.js'),
  plugins: [constructs],
});
