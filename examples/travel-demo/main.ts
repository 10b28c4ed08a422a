import { App } from 'cdk8s';
import { ZIPKIN } from './tutorial/zipkin';
import { Mesh, TravelDemo } from 'cdk8s-istio';

const app = new App();
new Mesh(app, 'mesh', { telemetryProviders: [ZIPKIN] });
new TravelDemo(app, 'travel-demo', { tracing: { provider: ZIPKIN } });
app.synth();
