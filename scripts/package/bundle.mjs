// Puts what was compiled into two files: Node takes longer to find a thousand small ones than to run them.
//   cdk8s-istio.js  everything; each module in it still runs only when it is asked for, and once, whoever asks
//   cli.js          what every command line needs; what the commands do it asks of the other
// Of the compiled files only those stay by which others find the package; they lead there.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const ALL = 'cdk8s-istio.js';
const COMMAND = 'cli.js';
const require = createRequire(import.meta.url);
/** What the package's own users ask for. */
const DOORS = ['index', 'testing/index'];
const START = 'cli/start';
const NEVER = '// Never run: an ES module reads here which names it can import.';

/**
 * @param folder what was compiled, with `src` in it
 * @param others modules of `src` that are asked for beside the doors, and stay to be found
 */
export async function bundle(folder, others = []) {
  const src = resolve(folder, 'src');
  const commands = [...readdirSync(join(src, 'cli/commands')).filter(name => name.endsWith('.js')).map(name => `cli/commands/${basename(name, '.js')}`), 'cli/watch'];
  const asked = [...new Set([...DOORS, ...others])];
  for (const name of asked) {
    // It would lead to itself.
    if (readFileSync(join(src, `${name}.js`), 'utf8').includes(NEVER)) { throw new Error(`${name}.js in ${src} leads elsewhere already: compile anew`); }
  }

  /** What a command does is asked of the file that has everything. */
  const elsewhere = {
    name: 'commands-are-elsewhere',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/(?:commands\/[\w-]+|watch)$/ }, ({ path, kind, importer }) =>
        kind === 'require-call' && dirname(importer) === join(src, 'cli') ? { path: posix.join('cli', path), namespace: 'elsewhere' } : undefined);
    },
  };
  const leading = {
    name: 'leads-elsewhere',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /./, namespace: 'elsewhere' }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /./, namespace: 'elsewhere' }, ({ path }) => ({ contents: `module.exports = require('./${ALL}')['${path}'];` }));
    },
  };
  const common = {
    bundle: true,
    platform: 'node',
    target: `node${/[\d.]+/.exec(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines.node)[0]}`,
    legalComments: 'none',
    // What the user has anyway, once.
    external: ['cdk8s', 'cdk8s-plus-27', 'constructs'],
    logLevel: 'warning',
  };
  await build({ ...common, entryPoints: [join(src, `${START}.js`)], outfile: join(folder, COMMAND), plugins: [elsewhere, leading] });
  const { metafile } = await build({
    ...common,
    metafile: true,
    stdin: {
      resolveDir: src,
      contents: [...asked, ...commands].map(name => `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('./${name}') });`).join('\n'),
    },
    outfile: join(folder, ALL),
  });
  const file = join(folder, ALL);
  writeFileSync(file, withClassNames(readFileSync(file, 'utf8'), Object.keys(metafile.inputs).filter(existsSync).map(input => readFileSync(input, 'utf8'))));

  const names = new Map(asked.map(name => [name, Object.keys(require(join(src, `${name}.js`)))]));
  for (const file of readdirSync(src, { recursive: true }).filter(name => name.endsWith('.js'))) { rmSync(join(src, file)); }
  for (const [name, exported] of names) {
    const up = posix.relative(posix.dirname(name), '..');
    writeFileSync(join(src, `${name}.js`), `'use strict';

module.exports = ${name === START ? `require('${up}/${COMMAND}')` : `require('${up}/${ALL}')['${name}']`};
${NEVER}
0 && (module.exports = { ${exported.filter(one => one !== '__esModule').join(', ')} });
`);
  }
}

/** esbuild puts an underscore before the names of classes that speak of themselves; users would read it in messages of constructs. */
function withClassNames(code, sources) {
  const renamed = [...new Set([...code.matchAll(/\b(\w+) = class _\1\b/g)].map(([, name]) => name))];
  const theirs = new RegExp(`\\b_(${renamed.join('|')})\\b`, 'g');
  const taken = sources.flatMap(source => source.match(theirs) ?? []);
  if (taken.length > 0) { throw new Error(`${taken[0]} is a name of its own, and of a class in ${ALL}`); }
  const named = code.replace(theirs, (_, name) => name);
  const left = /\bclass _\w+/.exec(named);
  if (left !== null) { throw new Error(`'${left[0]}' in ${ALL}: a class has lost its name`); }
  return named;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) { await bundle(join(ROOT, 'lib')); }
