import { App, ApiObject } from 'cdk8s';
import type { MeshProps } from 'cdk8s-istio';
import { HttpCall, IngressGateway, LeastPrivilegeWorkload, Mesh, SecureNamespace, TcpCall, WorkloadPort } from 'cdk8s-istio';

/** A shop: web calls cart, cart calls its database, a gateway exposes web; stranger calls nothing. */
export function shop(props?: MeshProps) {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', props);
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
  const cart = new LeastPrivilegeWorkload(namespace, 'cart', { image: 'cart:1', port: 8080 });
  const db = new LeastPrivilegeWorkload(namespace, 'db', { image: 'db:1', ports: [WorkloadPort.tcp(3306)] });
  const stranger = new LeastPrivilegeWorkload(namespace, 'stranger', { image: 'stranger:1', port: 8080 });
  web.calls.to(cart, HttpCall.get('/cart/*'));
  cart.calls.to(db, TcpCall.port());
  const gateway = new IngressGateway(namespace, 'edge', { hosts: ['shop.example.com'] });
  gateway.expose(web, HttpCall.get('/'));
  return { app, mesh, namespace, web, cart, db, stranger, gateway };
}

export type Shop = ReturnType<typeof shop>;

/** What the synth has against the app, a line each. */
export function problemsOf(app: App): string[] {
  try {
    app.synthYaml();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map(line => line.trim());
  }
}

const GROUPS: { readonly [kind: string]: string } = { NetworkPolicy: 'networking.k8s.io/v1', Sidecar: 'networking.istio.io/v1' };

export function raw(scope: SecureNamespace, kind: string, name: string, spec: object): ApiObject {
  return new ApiObject(scope, `${kind} ${name}`, manifest(kind, { name }, spec) as any);
}

/** A manifest of somebody else. */
export function manifest(kind: string, metadata: object, spec: object): object {
  return { apiVersion: GROUPS[kind] ?? 'security.istio.io/v1', kind, metadata, spec };
}

/** A team of another repository: a namespace with one meshed workload, which a Service leads to, and its policy. */
export function otherTeam(namespace: string, name: string, rules: object[] = []): object[] {
  const labels = { app: name };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace, name },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { serviceAccountName: name, containers: [{ name, image: `${name}:1`, ports: [{ containerPort: 8080 }] }] } },
      },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } },
    manifest('PeerAuthentication', { namespace, name: 'default' }, { mtls: { mode: 'STRICT' } }),
    manifest('AuthorizationPolicy', { namespace, name }, { selector: { matchLabels: labels }, action: 'ALLOW', rules }),
  ];
}
