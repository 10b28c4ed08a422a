import { App } from 'cdk8s';
import { refusal } from '../_manifests';
import { IngressGateway, LeastPrivilegeWorkload, Mesh, SecureNamespace } from 'cdk8s-istio';
import type { IngressGatewayProps, MeshProps, WorkloadPort } from 'cdk8s-istio';

/** A shop behind a gateway. */
export function edge(props: Partial<IngressGatewayProps> = {}, mesh?: MeshProps) {
  const app = new App();
  if (mesh) {
    new Mesh(app, 'mesh', mesh);
  }
  const shop = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 8080 });
  const gateway = new IngressGateway(shop, 'edge', { hosts: ['shop.example.com'], ...props });
  return { app, shop, web, gateway };
}

/** A workload that listens on some ports. */
export function listening(scope: SecureNamespace, id: string, ...ports: WorkloadPort[]): LeastPrivilegeWorkload {
  return new LeastPrivilegeWorkload(scope, id, { image: `${id}:1`, ports });
}

/** What the synth has against the app, a line each. */
export function problemsOf(app: App): string[] {
  return refusal(app).split('\n').slice(1).map(line => line.trim());
}
