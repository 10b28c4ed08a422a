// The CRDs of each release, from the modules that ship them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Below conformance/, the folder whose go.mod pins the API of each release of Istio. */
const ISTIO = { '1.28': 'crds/1.28', '1.29': 'crds/1.29', '1.30': '.', '1.31': 'crds/1.31' };

/** Every release of Istio by its name, and every channel of the Gateway API by its: what is served, and by which schema. */
export function readReleases(root) {
  return new Map([...crdFolders(root)].map(([name, folder]) => [name, readCrds(folder)]));
}

/** Where the CRDs of each release and channel are. */
export function crdFolders(root) {
  const folders = new Map();
  for (const [name, pinnedIn] of Object.entries(ISTIO)) {
    folders.set(`istio ${name}`, join(download(root, pinnedIn, 'istio.io/api').dir, 'kubernetes'));
  }
  const gatewayApi = download(root, '.', 'sigs.k8s.io/gateway-api').dir;
  for (const channel of ['standard', 'experimental']) {
    folders.set(`gateway-api ${channel}`, join(gatewayApi, 'config', 'crd', channel));
  }
  return folders;
}

export function run(command, args, options) {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, ...options });
  if (result.error) throw new Error(`${command} cannot be started: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** Where a module is, at the version that a go.mod below conformance/ pins: naming none asks for exactly that. */
export function download(root, pinnedIn, module) {
  const { Dir, Version } = JSON.parse(run('go', ['mod', 'download', '-json', module], { cwd: join(root, 'conformance', pinnedIn) }));
  return { dir: Dir, version: Version };
}

export function readCrds(folder) {
  return readdirSync(folder)
    .filter(file => /\.ya?ml$/.test(file))
    .sort()
    .flatMap(file => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(document => document.toJS({ maxAliasCount: -1 })))
    .filter(object => object?.kind === 'CustomResourceDefinition');
}
