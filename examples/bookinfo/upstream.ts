import { App } from 'cdk8s';
import { UpstreamBookinfo } from 'cdk8s-istio';

// The sample as upstream has it, to compare with.
const app = new App();
new UpstreamBookinfo(app, 'bookinfo');
app.synth();
