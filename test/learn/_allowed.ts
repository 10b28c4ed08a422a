import type { App } from 'cdk8s';
import { pods } from './_kiali';
import { AccessCaller } from '../../src/analysis/access/access-request';
import { MeshAccess } from '../../src/analysis/mesh-access';

/** Whether a request or connection of one workload gets to another, on any port that speaks so. */
export function asker(app: App): (from: string, protocol: 'http' | 'grpc' | 'tcp', to: string, path?: string) => boolean {
  const mesh = MeshAccess.fromApp(app);
  const ports = new Map<string, { readonly name: string; readonly port: number }[]>();
  const services = app.charts.flatMap(chart => chart.toJson() as any[]).filter(({ kind }) => kind === 'Service');
  for (const { metadata: { namespace }, spec } of services) {
    for (const pod of pods(app).filter(one => one.namespace === namespace && one.app === spec.selector.app)) {
      ports.set(`${namespace}/${pod.workload}`, spec.ports.map((port: any) => ({ name: port.name, port: port.targetPort ?? port.port })));
    }
  }
  return (from, protocol, to, path = '/any') => {
    const [namespace, workload] = to.split('/');
    const caller = from.startsWith('principal:') ? AccessCaller.principal(from.slice('principal:'.length)) : AccessCaller.workload(...from.split('/') as [string, string]);
    const speaking = (ports.get(to) ?? []).filter(({ name }) => (protocol === 'tcp') === name.startsWith('tcp'));
    return speaking.some(({ port }) =>
      mesh.decide({ from: caller, to: { namespace, workload }, port, ...protocol === 'tcp' ? {} : { method: protocol === 'grpc' ? 'POST' : 'GET', path } }).verdict === 'ALLOW');
  };
}
