import type { App } from 'cdk8s';
import {
  CustomTag, ExternalAddresses, ExternalPort, ExternalService, HttpCall, IdentityForm, IstioVersion, LeastPrivilegeWorkload, Mesh, SecureNamespace,
  TelemetryProvider,
} from '../../src';

const ZIPKIN = TelemetryProvider.zipkin('zipkin', {
  service: 'zipkin.istio-system.svc.cluster.local', port: 9411, podLabels: { app: 'jaeger' },
});

/** Declares all that we write otherwise for one release of Istio than for another: each as that release can have it. */
export function declareVersioned(app: App, istioVersion: IstioVersion): void {
  new Mesh(app, 'mesh', { istioVersion, identityForm: IdentityForm.SERVICE_ACCOUNTS, telemetryProviders: [ZIPKIN] });
  const namespace = new SecureNamespace(app, 'shop');
  const orders = new LeastPrivilegeWorkload(namespace, 'orders', { image: 'orders:1', port: 8080 });
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
  web.calls.to(orders, HttpCall.get('/orders/*'));
  // Many names, of which the proxy finds the addresses only since Istio 1.30.
  const partners = new ExternalService(namespace, 'partners', { host: '*.example.com', ports: [ExternalPort.http(80)], addresses: ExternalAddresses.of('203.0.113.9/32') });
  web.calls.to(partners, HttpCall.any());
  const host = istioVersion.atLeast(IstioVersion.V1_29) ? CustomTag.formatter('%REQ(:AUTHORITY)%') : CustomTag.header('host');
  orders.telemetry.tracing({ provider: ZIPKIN, customTags: { host } });
}
