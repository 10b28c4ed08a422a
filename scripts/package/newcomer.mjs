// The path of a newcomer: packs the package, follows docs/getting-started.md in an empty folder, and holds what comes of it against what the page says.
// Then what else users of a package rely on: that types are found however TypeScript looks for them, that npx runs it, that no vulnerability is known.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './bundled-packages.mjs';
import { missingLine, stepsOf } from './guide.mjs';
import { pack } from './pack.mjs';

const folder = mkdtempSync(join(tmpdir(), 'newcomer-'));
const app = join(folder, 'app');
mkdirSync(app);

/** What npm has told this script of itself is not told to a newcomer. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_registry)|^INIT_CWD$|^PROJEN|^NODE_PATH$/i.test(name)));
Object.assign(env, { CDK8S_CHECK_UPGRADE: 'false', NO_COLOR: '1', npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false', npm_config_loglevel: 'error' });

function run(command) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: app, env, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return { status, output: `${stdout}${stderr}` };
}

function fail(what, output = '') {
  console.error(`${what}\n${output}`);
  process.exitCode = 1;
}

/** What the page says of how a command ends. */
function isMeantToFail({ command, output }) {
  return output.some(line => /^\[Error: |^There is new access\.$/.test(line)) || / diff /.test(command);
}

function follow(step, tarball) {
  if ('file' in step) {
    mkdirSync(dirname(join(app, step.file)), { recursive: true });
    writeFileSync(join(app, step.file), step.content);
    return true;
  }
  // There is no cluster here.
  if (step.command.startsWith('kubectl ')) { return true; }
  const { status, output } = run(step.command.replace(/^(npm install .*?)\bcdk8s-istio\b/, `$1${tarball}`));
  const missing = missingLine(step.output, output);
  if ((status !== 0) !== isMeantToFail(step)) { fail(`$ ${step.command}: ends with exit code ${status}`, output); return false; }
  if (missing !== undefined) { fail(`$ ${step.command}: prints no line like this, or not where the page has it: ${missing}`, output); return false; }
  console.log(`ok: ${step.command}`);
  return true;
}

const TYPES = `
import { App } from 'cdk8s';
import { HttpCall, LeastPrivilegeWorkload, MeshAccess, SecureNamespace } from 'cdk8s-istio';
import { VirtualServiceSpec } from 'cdk8s-istio/imports/networking.istio.io';
import 'cdk8s-istio/testing';

const shop = new SecureNamespace(new App(), 'shop');
const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'example/web:1', port: 8080 });
export const spec: VirtualServiceSpec = { hosts: ['a'] };
export const call: HttpCall = HttpCall.get('/a');
// @ts-expect-error a port is a number
export const wrong = new LeastPrivilegeWorkload(shop, 'b', { image: 'example/b:1', port: '8080' });
export const table: string = MeshAccess.fromManifests([]).table().toText();
web.calls.to(web, call);
`;

/** The oldest way is gone from the newest TypeScript, and so is asked of ours. */
const RESOLUTIONS = [
  ['node16', 'npx --no-install tsc --module node16'],
  ['bundler', 'npx --no-install tsc --module es2022'],
  ['node10', `'${join(ROOT, 'node_modules/.bin/tsc')}' --ignoreConfig --module commonjs --ignoreDeprecations 6.0`],
];

/** What is for those who work on the package. */
const NEEDLESS = /^(?!node_modules\/)(?:(?:src|test|bench|docs|examples|scripts|conformance|projenrc|imports|dist|coverage|reports|test-reports|\.\w[^/]*)\/|.*\.(?:map|tgz|tsbuildinfo)$|lib\/.*\.ts(?<!\.d\.ts)$|lib\/src\/(?!index|testing\/index).*\.js$)/;
const NEEDED = [
  '.jsii', 'LICENSE', 'README.md', 'THIRD-PARTY-NOTICES', 'bin/cdk8s-istio', 'lib/cli.js', 'lib/cdk8s-istio.js', 'lib/src/index.js', 'lib/src/index.d.ts', 'lib/src/testing/index.js',
];

/** How much longer than Node itself the command may take to start, in milliseconds of a processor: what else the machine does is not its fault. */
const START_UP = 150;
const TIMES = 10;

/** What a command line takes of a processor. */
function cost(command) {
  const { status, output } = run(`TIMEFORMAT='%3U %3S'; time for i in {1..${TIMES}}; do ${command} > /dev/null || exit; done`);
  if (status !== 0) { fail(`$ ${command}`, output); }
  return output.trim().split(' ').reduce((sum, seconds) => sum + Number(seconds), 0) * 1000 / TIMES;
}

function startUp() {
  const command = 'node node_modules/cdk8s-istio/bin/cdk8s-istio';
  const node = cost('node -e 0');
  const [version, help, check, access] = ['--version', 'help check', 'check dist', 'access dist'].map(args => Math.round(cost(`${command} ${args}`) - node));
  const said = `start-up beyond node -e 0 (${Math.round(node)} ms): --version ${version} ms, help ${help} ms, check of what was made ${check} ms, access ${access} ms`;
  if (version < START_UP && help < START_UP) { console.log(`ok: ${said}`); } else { fail(said); }
}

try {
  const { file: tarball, size, unpackedSize, files } = pack(folder);
  console.log(`the package: ${files.length} files, ${(size / 1e6).toFixed(1)} MB, unpacked ${(unpackedSize / 1e6).toFixed(1)} MB`);
  const needless = files.filter(file => NEEDLESS.test(file));
  if (needless.length > 0) { fail('the package has what no user needs:', needless.join('\n')); }
  const missing = NEEDED.filter(file => !files.includes(file));
  if (missing.length > 0) { fail('the package has not:', missing.join('\n')); }
  const steps = stepsOf(readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8'));
  if (!steps.some(({ command = '' }) => command.includes('cdk8s-istio check'))) { fail('docs/getting-started.md checks nothing'); }

  if (steps.every(step => follow(step, tarball))) {
    writeFileSync(join(app, 'types.ts'), TYPES);
    for (const [resolution, tsc] of RESOLUTIONS) {
      const { status, output } = run(`${tsc} --moduleResolution ${resolution} --noEmit --strict --target es2022 --types node types.ts main.ts`);
      if (status === 0) { console.log(`ok: types under --strict, --moduleResolution ${resolution}`); } else { fail(`types under --moduleResolution ${resolution}`, output); }
    }
    writeFileSync(join(app, 'names.mjs'), "import { LeastPrivilegeWorkload, Mesh } from 'cdk8s-istio';\nimport { assertAllows } from 'cdk8s-istio/testing';\nconsole.log(Mesh.name, LeastPrivilegeWorkload.name, typeof assertAllows);\n");
    const names = run('node names.mjs');
    if (names.output === 'Mesh LeastPrivilegeWorkload function\n') { console.log('ok: an ES module imports names of it'); } else { fail('an ES module cannot import names of it', names.output); }
    startUp();
    const piped = run('npx --no-install cdk8s-istio check --format json dist | head -c 20 > /dev/null; echo "${PIPESTATUS[0]}"');
    if (piped.output.trim() !== '0') { fail('a reader that stops early is an error', piped.output); }
    const mistaken = run('npx --no-install cdk8s-istio check no-such-folder');
    if (mistaken.status !== 2 || mistaken.output !== 'no-such-folder: there is no such file or folder\n') { fail('a mistake of the user is not said as one', mistaken.output); }
    const elsewhere = execFileSync('npx', ['--yes', `--package=${tarball}`, 'cdk8s-istio', '--version'], { cwd: folder, env, encoding: 'utf8' }).trim();
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    if (elsewhere === version) { console.log('ok: npx runs the packed package'); } else { fail(`npx runs ${elsewhere}, not ${version}`); }
    const audit = run('npm audit --omit=dev');
    if (audit.status === 0) {
      console.log('ok: npm audit --omit=dev');
    } else if (/audit endpoint returned an error/.test(audit.output)) {
      console.log('not asked: npm audit --omit=dev, which this registry does not answer');
    } else {
      fail('npm audit --omit=dev', audit.output);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
