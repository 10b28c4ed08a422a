import { App } from 'cdk8s';
import { Bookinfo } from 'cdk8s-istio';

const app = new App();
new Bookinfo(app, 'bookinfo', { host: 'bookinfo.example.com' });
app.synth();
