import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'cdk8s';
import { NcaAnswers } from './nca';
import { Bookinfo } from '../../../src';
import { decide } from '../../../src/analysis/decision/decide';
import type { Request } from '../../../src/analysis/decision/request';
import { buildModel, type Workload } from '../../../src/analysis/model';
import { loadManifests } from '../../../src/cli/load-manifests';
import type { Tally } from '../run-suite';

const HOST = 'bookinfo.example.com';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];
/** What the application serves, what lies beside it, and what nobody serves. */
const PATHS = ['/', '/productpage', '/productpage/x', '/login', '/logout', '/static', '/static/x', '/api/v1/products', '/api/v1/products/0', '/api/v1/productsx', '/details/0', '/details/', '/details',
  '/reviews/0', '/reviews/', '/ratings/0', '/ratings/', '/ratings', '/health', '/x'];
/** Beside those of the containers, one that nothing listens on. */
const OTHER_PORT = 9999;

interface Metadata { readonly namespace?: string; readonly name: string }
type Manifest = Readonly<Record<string, unknown>> & { readonly kind: string; readonly metadata: Metadata };

/** The ingress gateway is part of the platform, so no manifest of the application has it; for NCA it must be a pod. */
const GATEWAY = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'istio-system', name: 'istio-ingressgateway', labels: { app: 'istio-ingressgateway', istio: 'ingressgateway' } },
  spec: { serviceAccountName: 'istio-ingressgateway-service-account', containers: [{ name: 'istio-proxy', image: 'none' }] },
};
const GATEWAY_NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system', labels: { 'kubernetes.io/metadata.name': 'istio-system' } } };

/** Everything that Bookinfo's manifests let pods and the ingress gateway ask of its workloads, beside what NCA makes of them. */
export async function compareBookinfo(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'bookinfo-'));
  const app = new App({ outdir: join(folder, 'dist') });
  new Bookinfo(app, 'bookinfo', { host: HOST });
  app.synth();
  const manifests = loadManifests([join(folder, 'dist')]).map(({ object }) => object as Manifest);
  const nca = await NcaAnswers.of([...manifests.map(asNcaTakesIt), GATEWAY_NAMESPACE, GATEWAY], join(folder, 'nca'));
  rmSync(folder, { recursive: true });

  const [model, foretold] = [manifests, manifests.map(asNcaReadsIt)].map((objects) => buildModel(objects.map((object) => ({ object }))));
  const workloads = model.workloads.all;
  let asked = 0;
  const allowed = { ours: 0, nca: 0, explained: 0 };
  const mismatches: string[] = [];
  for (const to of workloads) {
    for (const from of [...workloads.filter((one) => one !== to), 'gateway' as const]) {
      for (const port of [...to.ports.map((one) => one.port), OTHER_PORT]) {
        for (const method of METHODS) {
          for (const path of PATHS) {
            const request: Request = {
              from: from === 'gateway' ? { kind: 'internet' } : { kind: 'workload', namespace: from.namespace, workload: from.name },
              to: { namespace: to.namespace, workload: to.name },
              port,
              method,
              path,
              ...from === 'gateway' ? { host: HOST } : {},
              headers: new Map(),
            };
            const { verdict, reason } = decide(model, request);
            const caller = from === 'gateway' ? 'istio-system/istio-ingressgateway' : podOf(from);
            const theirs = nca.allows({ from: caller, to: podOf(to), port, method, path, ...from === 'gateway' ? { host: HOST } : {} }) ? 'ALLOW' : 'DENY';
            const expected = decide(foretold, request).verdict;
            asked += 1;
            allowed.ours += verdict === 'ALLOW' ? 1 : 0;
            allowed.nca += theirs === 'ALLOW' ? 1 : 0;
            allowed.explained += verdict !== theirs && expected === theirs ? 1 : 0;
            if (expected !== theirs || verdict === 'UNKNOWN') {
              mismatches.push(`${caller} -> ${podOf(to)}:${port} ${method} ${path}\n    ours  ${verdict}: ${reason}\n    NCA   ${theirs}\n    known ${expected}`);
            }
          }
        }
      }
    }
  }
  console.log(`Bookinfo: ${asked} requests, of which we allow ${allowed.ours} and NCA ${allowed.nca}; ${allowed.explained} differ, as foretold: ${READING}`);
  const good = mismatches.length === 0 && allowed.ours > 0;
  if (!good) console.log(`FAILED  Bookinfo: ${mismatches.length} differ\n  ${mismatches.slice(0, 20).join('\n  ')}`);
  return good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** NCA makes up the names of a Deployment's pods. */
function podOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}-1`;
}

const READING = 'the prefix of a route ends at a slash';

/**
 * "Prefix-based match": `/api/v1/products` also takes `/api/v1/productsx`, as Envoy does.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
function asNcaReadsIt(manifest: Manifest): Manifest {
  if (manifest.kind !== 'VirtualService') return manifest;
  const changed = JSON.stringify(manifest.spec, (_, value: unknown) => {
    const prefix = typeof value === 'object' && value !== null && 'prefix' in value ? value.prefix : undefined;
    return typeof prefix === 'string' && prefix.startsWith('/') && !prefix.endsWith('/') ? { regex: `${prefix}(?:/.*)?` } : value;
  });
  return { ...manifest, spec: JSON.parse(changed) as unknown };
}

/** NCA does not read the namespace of a Gateway's host; `./` only says that routes of the Gateway's namespace may use it. */
function asNcaTakesIt(manifest: Manifest): object {
  if (manifest.kind !== 'Gateway') return manifest;
  const { servers, ...spec } = manifest.spec as { readonly servers: readonly { readonly hosts: readonly string[] }[] };
  return { ...manifest, spec: { ...spec, servers: servers.map((server) => ({ ...server, hosts: server.hosts.map((host) => host.replace(/^\.\//, '')) })) } };
}
