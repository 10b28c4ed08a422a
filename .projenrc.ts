import { cdk8s, javascript, release } from 'projen';
import { buildWorkflow } from './projenrc/build-workflow';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-istio',
  description: 'Say who calls whom. Get an Istio mesh in which exactly that is possible.',
  author: 'The cdk8s-istio authors',
  authorAddress: 'cdk8s-istio@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-istio/cdk8s-istio.git',
  defaultReleaseBranch: 'main',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk8s-istio authors',
  keywords: ['cdk8s', 'istio', 'kubernetes', 'service-mesh', 'security', 'authorization-policy', 'network-policy'],

  cdk8sVersion: '2.70.106',
  constructsVersion: '10.8.1',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',
  minNodeVersion: '20.16.0',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  sampleCode: false,
  depsUpgrade: false,

  // .github/workflows: build is written below, release by projen, for every language that is published. It is started by hand, and
  // publishes what CHANGELOG.md says (scripts/release.mjs). Registries know it by its identity, so no token is kept for them where they can.
  githubOptions: { mergify: false, pullRequestLint: false },
  pullRequestTemplate: false,
  buildWorkflow: false,
  release: true,
  majorVersion: 0,
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(),
  npmTrustedPublishing: true,
  workflowNodeVersion: '24', // its npm publishes by identity
  // The README is written by hand.
  readme: { filename: 'README.md', contents: '# cdk8s-istio\n' },

  peerDeps: ['cdk8s-plus-27@^2.9.5'],
  // Stryker 10 needs Node 22. playwright-core drives a browser that is installed, and brings none. esbuild, which tsx brings anyway, puts what is compiled into two files.
  devDeps: ['cdk8s-cli@^2.207.60', 'tsx@^4.23.15', 'fast-check@^4.10.2', '@stryker-mutator/api@^9.6.1', '@stryker-mutator/core@^9.6.1', 'tinybench@^6.2.3', '@bufbuild/cel@^0.6.1', 'playwright-core@^1.64.1', 'esbuild@^0.28.2', '@types/js-yaml@^4.0.9'],
  // dagre lays out pictures of the mesh: MIT, released often, pure JavaScript with nothing but its own graphlib, 2.4 MB; loaded for .svg and .html only.
  bundledDeps: ['@dagrejs/dagre@^3.1.3', 'js-yaml@^4.3.2', 're2js@^2.10.0', 'yaml@^2.9.1'],
  bin: { 'cdk8s-istio': 'bin/cdk8s-istio' },

  // The package in other languages: names as docs/languages.md tells them. Maven Central wants the name of a GitHub organisation after io.github.
  publishToPypi: { distName: 'cdk8s-istio', module: 'cdk8s_istio', trustedPublishing: true },
  publishToMaven: { javaPackage: 'io.github.cdk8sistio', mavenGroupId: 'io.github.cdk8s-istio', mavenArtifactId: 'cdk8s-istio' },
  publishToGo: { moduleName: 'github.com/cdk8s-istio/cdk8s-istio-go', packageName: 'cdk8sistio' },
  publishToNuget: { dotNetNamespace: 'Cdk8s.Istio', packageId: 'Cdk8s.Istio', trustedPublishing: true },

  entrypoint: 'lib/src/index.js',
  tsconfig: {
    // imports/ stands beside src/, so what is compiled is rooted at the top; lib/ then holds lib/src and lib/imports.
    include: ['imports/**/*.ts'],
    // What is compiled reads like its source; maps with the sources in them would be two thirds of the package.
    compilerOptions: { rootDir: '.', inlineSourceMap: false, inlineSources: false },
  },
  typecheckTests: true,
  jestOptions: {
    // A snapshot changes only on purpose: `npm run test:update`.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      collectCoverage: false,
      setupFiles: ['<rootDir>/test/_seed.ts'],
      moduleNameMapper: {
        '^cdk8s-istio$': '<rootDir>/src',
        '^cdk8s-istio/testing$': '<rootDir>/src/testing',
      },
      coveragePathIgnorePatterns: ['/node_modules/', '/imports/'],
      // Mutation testing works in a copy of the sources.
      modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp'],
    },
  },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'examples', 'scripts', 'bench', 'conformance', 'projenrc'],
    ignorePatterns: ['imports/', 'lib/', 'node_modules/', '*.d.ts', '!.projenrc.ts'],
    // `npm test` judges the sources, it does not rewrite them.
    commandOptions: { fix: false },
  },
});

// The entry points of the package. `types` must follow the constructor: the project type writes lib/index.d.ts.
project.package.addField('types', 'lib/src/index.d.ts');
project.package.addField('exports', {
  '.': { types: './lib/src/index.d.ts', default: './lib/src/index.js' },
  './testing': { types: './lib/src/testing/index.d.ts', default: './lib/src/testing/index.js' },
  './imports/*': { types: './lib/imports/*.d.ts', default: './lib/imports/*.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
});
// For consumers whose TypeScript does not read `exports` (moduleResolution node10).
project.package.addField('typesVersions', { '*': { 'testing': ['lib/src/testing/index.d.ts'], 'imports/*': ['lib/imports/*.d.ts'] } });

for (const dir of ['/imports/', '/examples/', '/docs/', '/conformance/', '/scripts/', '/API.md', '/.ci/', '/bench/', '/.stryker-tmp/', '/reports/', '/CONTRIBUTING.md', '*.tgz']) {
  project.npmignore!.exclude(dir);
}
project.gitignore.exclude('/examples/*/dist/', '/examples/*/apps/*/dist/', '/examples/languages/*/dist/', '/examples/languages/java/target/', '/examples/*/dist-upstream/', '/examples/*/dist-scenarios/', '/examples/*/dist-routings/', '/conformance/.venv/', '/.work/', '/.stryker-tmp/', '/reports/mutation/');

project.tasks.addEnvironment('CDK8S_CHECK_UPGRADE', 'false');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
project.tasks.tryFind('docgen')!.reset('node scripts/api-docs.mjs');
// The examples of README.md and docstrings stand in each language's package in that language.
for (const language of ['python', 'java', 'go', 'dotnet']) {
  project.tasks.tryFind(`package:${language}`)!.reset(`jsii-pacmak -v --target ${language} --rosetta-unknown-snippets translate`);
}

// The package is to be loaded, and the command to start, at once.
project.compileTask.exec('node scripts/package/bundle.mjs');
project.addTask('notices', { description: 'Write THIRD-PARTY-NOTICES from the packages that are bundled', exec: 'node scripts/package/notices.mjs' });
project.addTask('newcomer', {
  description: 'Install the packed package in an empty folder and follow docs/getting-started.md (needs what npm run compile makes)',
  exec: 'node scripts/package/newcomer.mjs',
});

project.addTask('import', {
  description: 'Regenerate imports/ and the schemas of findings from the pinned CRD releases of Istio and the Gateway API (needs Go)',
  exec: 'node scripts/import.mjs && node scripts/schemas/main.mjs',
});
project.addTask('typecheck:examples', { description: 'Type-check examples, scripts, benchmarks and conformance', exec: 'tsc -p examples/tsconfig.json && tsc -p scripts/tsconfig.json && tsc -p bench/tsconfig.json && tsc -p conformance/tsconfig.json' });
project.testTask.spawn(project.tasks.tryFind('typecheck:examples')!);
project.addTask('demo', {
  description: 'Synthesize Bookinfo and print what was made and who may call whom (-- --all: every routing; -- --upstream: the parity mode)',
  receiveArgs: true,
  exec: 'tsx --tsconfig examples/tsconfig.json scripts/demo.ts',
});
project.addTask('demo:travel', {
  description: 'Synthesize the Travel demo and print what was made and who may call whom (-- --all: every scenario; -- --upstream: the parity mode)',
  receiveArgs: true,
  exec: 'tsx --tsconfig examples/tsconfig.json scripts/demo-travel.ts',
});
project.addTask('demo:security', {
  description: 'Synthesize an app with end users, policies beside its calls and certificates, and print what was made and who may call whom',
  receiveArgs: true,
  exec: 'tsx --tsconfig examples/tsconfig.json scripts/demo-security.ts',
});
project.addTask('screenshots', {
  description: 'Take the pictures of the demos that README.md shows, in Chromium',
  exec: 'tsx --tsconfig examples/tsconfig.json scripts/screenshots.ts',
});
project.addTask('rules', { description: 'Write docs/rules.md and docs/rules/ from the rules and their examples', exec: 'tsx scripts/rules-docs.ts' });
project.addTask('bench', {
  description: 'Measure how long synthesis and analysis take (-- --docs: write docs/performance.md; -- --quick: only whether all of it runs)',
  receiveArgs: true,
  exec: 'node bench/run.mjs',
});
project.addTask('mutation', {
  description: 'Change the decision and the algebra in thousands of small ways and count how many of the changes the tests notice',
  receiveArgs: true,
  exec: 'node test/mutation/run.mjs',
});
project.addTask('conformance', {
  description: 'Hold everything the examples emit against the real API server validation and Pod Security (needs Go and Python)',
  exec: 'bash conformance/run.sh',
});

// The version and what is told of it are written by hand, in CHANGELOG.md, not guessed from commits.
project.tasks.tryFind('bump')!.reset('node scripts/release.mjs', { name: 'the version of the newest entry of CHANGELOG.md' });
project.removeTask('bump:releasable-commits');
project.deps.removeDependency('commit-and-tag-version');

buildWorkflow(project.github!);
// Packages go where npm publishes by default; no registry is named.
project.github!.tryFindWorkflow('release')!.file!.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');

project.addTask('languages', {
  description: 'Build the package for other languages and hold Bookinfo in each against TypeScript (-- python go java dotnet: those that are named)',
  receiveArgs: true,
  exec: 'bash conformance/languages/run.sh',
});

// A fresh clone installs what it needs by itself.
const install = 'test node_modules/.package-lock.json -nt package-lock.json || npm ci --no-audit --no-fund';
for (const script of ['pretest', 'predemo', 'predemo:travel', 'predemo:security', 'prebuild', 'preconformance', 'prelanguages', 'preimport', 'prebench', 'precompile', 'predocgen', 'premutation']) {
  project.package.setScript(script, install);
}
// 1.13.0 is only partly present in the registry: its platform bindings are missing.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// The package itself is sorted alike whether it has been compiled or not.
project.eslint!.config.settings['import/internal-regex'] = '^cdk8s-istio';
project.eslint?.addOverride({
  files: ['examples/**', 'test/**', 'scripts/**', 'bench/**', 'conformance/**'],
  rules: { 'import/no-unresolved': 'off', 'import/no-extraneous-dependencies': 'off', 'no-console': 'off' },
});

project.synth();
