import { App } from 'cdk8s';
import { declareOrders } from './orders';

const app = new App();
declareOrders(app);
app.synth();
