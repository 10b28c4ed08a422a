import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { validateObject } from '../../src/analysis/findings/schema';
import { ISTIO_VERSIONS, isSince } from '../../src/analysis/findings/world/istio-versions';
import type { JsonObject } from '../../src/analysis/json';
import { NEWER } from '../../test/analysis/findings/schema/_newer';
import { declareVersioned } from '../../test/findings/_versioned-app';
import { ask, build } from '../apiserver/compare/oracle';
import { Bookinfo, IstioVersion, Mesh, TravelDemo } from 'cdk8s-istio';

const ROOT = join(__dirname, '..', '..');

/** What is synthesized for every release. */
const APPS: { readonly [name: string]: (app: App, version: IstioVersion) => void } = {
  'bookinfo': (app, istioVersion) => {
    new Mesh(app, 'mesh', { istioVersion });
    new Bookinfo(app, 'bookinfo', { host: 'bookinfo.example.com' });
  },
  'travel-demo': (app, istioVersion) => {
    new Mesh(app, 'mesh', { istioVersion });
    new TravelDemo(app, 'travel-demo');
  },
  'all that differs': declareVersioned,
};

/** An object, and whether a release is to take it. */
interface Case {
  readonly name: string;
  readonly object: JsonObject;
  readonly taken: boolean;
}

function casesOf(version: string): readonly Case[] {
  return [
    ...Object.entries(APPS).flatMap(([name, declare]) => {
      const app = new App();
      declare(app, IstioVersion.of(version));
      const objects = parseAllDocuments(app.synthYaml()).map(document => document.toJS() as JsonObject);
      if (objects.length === 0) { throw new Error(`${name} has no object`); }
      return objects.map(object => ({ name: `${name}: ${String(object.kind)} ${(object.metadata as { name: string }).name}`, object, taken: true }));
    }),
    ...NEWER.map(({ name, object, since }) => ({ name, object, taken: isSince(version, since) })),
  ];
}

async function main(): Promise<void> {
  const started = Date.now();
  const temporary = mkdtempSync(join(tmpdir(), 'cdk8s-istio-versions-'));
  const count = { passed: 0, failed: 0 };
  try {
    const kubectl = build('tools', join(temporary, 'validate'), './validate');
    const folders = (await import('../../scripts/schemas/releases.mjs')).crdFolders(ROOT);
    for (const version of ISTIO_VERSIONS) {
      const cases = casesOf(version);
      const crds = [`istio ${version}`, 'gateway-api standard'].map(release => folders.get(release)!);
      const theirs = await ask({ command: kubectl, args: crds }, cases.map(({ object }) => object));
      for (const [i, { name, object, taken }] of cases.entries()) {
        const ours = validateObject(object, { istioVersion: version, gatewayApi: 'standard' });
        if ((theirs[i].length === 0) === taken && (ours.length === 0) === taken) { count.passed++; continue; }
        count.failed++;
        console.log(`FAILED Istio ${version}, ${name}: expected to be ${taken ? 'taken' : 'refused'}
  kubectl-validate: ${theirs[i].join('; ') || 'takes it'}
  ours: ${ours.map(({ path, message }) => `${path}: ${message}`).join('; ') || 'takes it'}`);
      }
      console.log(`Istio ${version}: ${cases.length} objects, of which ${cases.filter(({ taken }) => !taken).length} are newer`);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  console.log(`in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  console.log(`${count.passed} passed, ${count.failed} failed`);
  process.exitCode = count.failed > 0 ? 1 : 0;
}

void main();
