#!/usr/bin/env node
// Writes imports/, the typed bindings of the Istio and Gateway API resources, from the CRDs inside two pinned Go modules.
//
//   node scripts/import.mjs           regenerate imports/
//   node scripts/import.mjs --check   regenerate elsewhere and fail on a difference
//
// The pins are the requirements in conformance/go.mod: what is typed here is what the conformance run validates against.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { download, readCrds, run } from './schemas/releases.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const IMPORTS = join(ROOT, 'imports');
const SOURCES = [
  { module: 'istio.io/api', folder: 'kubernetes' },
  { module: 'sigs.k8s.io/gateway-api', folder: 'config/crd/standard' },
];

/** `v1` before any beta, any beta before any alpha; among equals the higher number. */
function rank(version) {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) throw new Error(`no Kubernetes version name: ${version}`);
  const [, major, stage, minor] = match;
  return [stage === undefined ? 2 : stage === 'beta' ? 1 : 0, Number(major), Number(minor ?? 0)];
}

function newest(versions) {
  const served = versions.filter(version => version.served);
  const stable = served.find(version => version.name === 'v1');
  return stable ?? served.sort((a, b) => {
    const [x, y] = [rank(a.name), rank(b.name)];
    return y[0] - x[0] || y[1] - x[1] || y[2] - x[2];
  })[0];
}

/**
 * The shape of a schema without its prose and its rules, and with one spelling a field. A few Istio fields are there twice,
 * `jwks_uri` beside `jwksUri`: two properties of one name in TypeScript, of which the wrong one would win.
 */
function shape(schema) {
  if (Array.isArray(schema)) return schema.map(shape);
  if (schema === null || typeof schema !== 'object') return schema;
  const result = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'description' || key === 'x-kubernetes-validations') continue;
    result[key] = key === 'properties' ? shapeProperties(value) : shape(value);
  }
  return result;
}

// Apart from shape(), because here the keys are the names of fields, and a field may well be called `description`.
function shapeProperties(properties) {
  const camel = name => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(properties)
    .filter(([name]) => camel(name) === name || !(camel(name) in properties))
    .map(([name, value]) => [name, shape(value)]));
}

function reduce(crd) {
  const { group, names, scope, versions } = crd.spec;
  const { name, schema, subresources } = newest(versions);
  return {
    apiVersion: crd.apiVersion,
    kind: crd.kind,
    metadata: { name: crd.metadata.name },
    spec: {
      group,
      names,
      scope,
      versions: [{ name, served: true, storage: true, schema: { openAPIV3Schema: shape(schema.openAPIV3Schema) }, subresources }],
    },
  };
}

/** Generates all bindings inside `workDir` and returns them by file name. */
function generate(workDir) {
  const input = join(workDir, 'crds.yaml');
  const output = join(workDir, 'imports');
  const crds = SOURCES.flatMap(({ module, folder }) => {
    const { dir, version } = download(ROOT, '.', module);
    const found = readCrds(join(dir, folder)).map(reduce);
    console.log(`${module} ${version}: ${found.length} kinds`);
    return found;
  });
  writeFileSync(input, crds.map(crd => stringify(crd, { aliasDuplicateObjects: false, lineWidth: 0 })).join('---\n'));

  const require = createRequire(import.meta.url);
  const cli = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
  run(process.execPath, [cli, 'import', '--language', 'typescript', '--no-save', '--output', output, input], {
    cwd: workDir,
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
  });
  return read(output);
}

function read(folder) {
  if (!existsSync(folder)) return new Map();
  return new Map(readdirSync(folder).sort().map(file => [file, readFileSync(join(folder, file), 'utf8')]));
}

function check(expected) {
  const committed = read(IMPORTS);
  const differing = [...new Set([...expected.keys(), ...committed.keys()])].sort()
    .filter(file => expected.get(file) !== committed.get(file));
  for (const file of differing) {
    const what = !committed.has(file) ? 'is missing' : !expected.has(file) ? 'is not generated' : 'differs from what is generated';
    console.error(`imports/${file} ${what}; run: npx projen import`);
  }
  return differing.length === 0;
}

function write(files) {
  rmSync(IMPORTS, { recursive: true, force: true });
  mkdirSync(IMPORTS);
  for (const [file, text] of files) writeFileSync(join(IMPORTS, file), text);
}

const workDir = mkdtempSync(join(tmpdir(), 'cdk8s-istio-import-'));
try {
  const files = generate(workDir);
  if (process.argv.includes('--check')) {
    process.exitCode = check(files) ? 0 : 1;
  } else {
    write(files);
    console.log(`wrote ${[...files.keys()].map(file => `imports/${file}`).join(', ')}`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(workDir, { recursive: true, force: true });
}
