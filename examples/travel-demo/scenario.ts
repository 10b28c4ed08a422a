import { App } from 'cdk8s';
import { SCENARIOS } from './tutorial/scenarios';
import { ZIPKIN } from './tutorial/zipkin';
import { Mesh, TravelDemo } from 'cdk8s-istio';

// One step of the tutorial: tsx scenario.ts request-routing
const [, , name = 'all'] = process.argv;
const props = SCENARIOS[name];
if (!props) {
  console.error(`scenario '${name}' is not known; use one of ${Object.keys(SCENARIOS).join(', ')}.`);
  process.exit(1);
}
const app = new App();
new Mesh(app, 'mesh', { telemetryProviders: [ZIPKIN] });
new TravelDemo(app, 'travel-demo', { ...props, tracing: { provider: ZIPKIN } });
app.synth();
