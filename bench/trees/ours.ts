import { rmSync } from 'node:fs';
import { App, Duration } from 'cdk8s';
import { callsOf, namespacesOf } from './shape';
import { FindingsMode, HttpCall, LeastPrivilegeWorkload, Mesh, ProofMode, SecureNamespace } from '../../src';

export interface OursOptions {
  readonly proof?: boolean;
  readonly findings?: boolean;
  /** Whether there is one workload more, which calls one of them and is called by another. */
  readonly newcomer?: boolean;
}

/** The mesh as our constructs make it: eight objects a workload, and five a namespace. */
export function ours(count: number, outdir: string, { proof, findings, newcomer }: OursOptions = {}): App {
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir });
  new Mesh(app, 'mesh', { proof: proof ? ProofMode.ERROR : ProofMode.OFF, findings: findings ? FindingsMode.ERROR : FindingsMode.OFF });
  const namespaces = namespacesOf(count).map(name => new SecureNamespace(app, name));
  const workloads = Array.from({ length: count }, (_, i) => workload(namespaces[i % namespaces.length], `service-${i}`));
  workloads.forEach((caller, i) => callsOf(i, count).forEach(({ callee, path }) => caller.calls.to(workloads[callee], HttpCall.get(path))));
  if (newcomer) {
    const one = workload(namespaces[0], 'newcomer');
    one.calls.to(workloads[3 % count], HttpCall.get('/part-1/*'));
    workloads[5 % count].calls.to(one, HttpCall.get('/new'));
  }
  return app;
}

function workload(namespace: SecureNamespace, name: string): LeastPrivilegeWorkload {
  const made = new LeastPrivilegeWorkload(namespace, name, { image: 'example/service:1', port: 8080 });
  made.traffic.timeout(Duration.seconds(5));
  made.traffic.outlierDetection({ consecutive5xxErrors: 5, maxEjectionPercent: 50 });
  return made;
}
