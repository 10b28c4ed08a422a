// The CRDs of each release, from the modules that ship them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** What is in conformance/go.mod is named without a version, so that there is one pin for each. */
const ISTIO = {
  '1.28': 'istio.io/api@v1.28.0',
  '1.29': 'istio.io/api@v1.29.3',
  '1.30': 'istio.io/api',
  '1.31': 'istio.io/api@v1.31.1',
};
const GATEWAY_API = 'sigs.k8s.io/gateway-api';

/** Every release of Istio by its name, and every channel of the Gateway API by its: what is served, and by which schema. */
export function readReleases(root) {
  return new Map([...crdFolders(root)].map(([name, folder]) => [name, readCrds(folder)]));
}

/** Where the CRDs of each release and channel are. */
export function crdFolders(root) {
  const folders = new Map();
  for (const [name, module] of Object.entries(ISTIO)) {
    folders.set(`istio ${name}`, join(download(root, module), 'kubernetes'));
  }
  const gatewayApi = download(root, GATEWAY_API);
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

function download(root, module) {
  return JSON.parse(run('go', ['mod', 'download', '-json', module], { cwd: join(root, 'conformance') })).Dir;
}

function readCrds(folder) {
  return readdirSync(folder)
    .filter(file => /\.ya?ml$/.test(file))
    .sort()
    .flatMap(file => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(document => document.toJS({ maxAliasCount: -1 })))
    .filter(object => object?.kind === 'CustomResourceDefinition');
}
