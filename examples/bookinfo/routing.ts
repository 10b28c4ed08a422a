import { App } from 'cdk8s';
import { ROUTINGS } from './networking/routings';
import { Bookinfo } from 'cdk8s-istio';

// One routing of upstream's samples: tsx routing.ts reviews-80-20
const [, , name = 'all-v1'] = process.argv;
const props = ROUTINGS[name];
if (!props) {
  console.error(`routing '${name}' is not known; use one of ${Object.keys(ROUTINGS).join(', ')}.`);
  process.exit(1);
}
const app = new App();
new Bookinfo(app, 'bookinfo', props);
app.synth();
