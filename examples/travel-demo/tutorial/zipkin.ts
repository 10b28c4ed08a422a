import { TelemetryProvider } from 'cdk8s-istio';

/** The collector of Istio's samples (samples/addons/jaeger.yaml), to which upstream's annotations send spans. */
export const ZIPKIN = TelemetryProvider.zipkin('zipkin', {
  service: 'zipkin.istio-system.svc.cluster.local', port: 9411, podLabels: { app: 'jaeger' },
});
