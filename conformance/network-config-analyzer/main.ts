import { parseArgs } from 'util';
import { compareBookinfo } from './istio/bookinfo';
import { istioSuite } from './istio/suite';
import { networkPolicySuite } from './network-policy-suite';
import { runSuite, type Tally } from './run-suite';

const { values } = parseArgs({
  options: {
    'cases': { type: 'string', default: '200' },
    'istio-cases': { type: 'string', default: '40' },
    'seed': { type: 'string', default: '20' },
    'seconds': { type: 'string', default: '60' },
  },
});
const [cases, istioCases, seed, seconds] = [values.cases, values['istio-cases'], values.seed, values.seconds].map(Number);

async function run(): Promise<boolean> {
  const tallies: readonly Tally[] = [
    await compareBookinfo(),
    await runSuite(istioSuite(seed, istioCases), seconds),
    await runSuite(networkPolicySuite(seed, cases), seconds),
  ];
  const [passed, failed] = (['passed', 'failed'] as const).map((which) => tallies.reduce((sum, tally) => sum + tally[which], 0));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

run().then((good) => { process.exitCode = good ? 0 : 1; }, (error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
