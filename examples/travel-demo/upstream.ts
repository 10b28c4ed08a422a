import { App } from 'cdk8s';
import { UpstreamTravelDemo } from 'cdk8s-istio';

// The demo as upstream has it, to compare with.
const app = new App();
new UpstreamTravelDemo(app, 'travel-demo', { loadtester: true });
app.synth();
