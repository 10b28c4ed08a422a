import { App } from 'cdk8s';
import { declarePayments } from './payments';

const app = new App();
declarePayments(app);
app.synth();
