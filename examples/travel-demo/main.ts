import { App } from 'cdk8s';
import { TravelDemo } from 'cdk8s-istio';

const app = new App();
new TravelDemo(app, 'travel-demo');
app.synth();
