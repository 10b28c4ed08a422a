import { rmSync } from 'node:fs';
import { App } from 'cdk8s';
import { FindingsMode, HttpCall, LeastPrivilegeWorkload, Mesh, ProofMode, SecureNamespace } from '../src';

/** How many calls each workload declares. */
export const CALLS = 5;

/**
 * Namespaces of fifty workloads, each of which calls five others, also of other namespaces; nothing is looked for in their manifests.
 *
 * @param newcomer whether there is one more, which calls one of them and is called by another
 */
export function meshOf(count: number, outdir: string, proof = ProofMode.ERROR, newcomer = false): App {
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir });
  new Mesh(app, 'mesh', { proof, findings: FindingsMode.OFF });
  const namespaces = Array.from({ length: Math.ceil(count / 50) }, (_, i) => new SecureNamespace(app, `team-${i}`));
  const workloads = Array.from({ length: count }, (_, i) =>
    new LeastPrivilegeWorkload(namespaces[i % namespaces.length], `service-${i}`, { image: 'example/service:1', port: 8080 }));
  workloads.forEach((workload, i) => {
    for (let k = 1; k <= CALLS; k++) { workload.calls.to(workloads[(i * 7 + k * 13) % count], HttpCall.get(`/part-${k}/*`)); }
  });
  if (newcomer) {
    const one = new LeastPrivilegeWorkload(namespaces[0], 'newcomer', { image: 'example/service:1', port: 8080 });
    one.calls.to(workloads[3 % count], HttpCall.get('/part-1/*'));
    workloads[5 % count].calls.to(one, HttpCall.get('/new'));
  }
  return app;
}
