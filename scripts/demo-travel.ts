import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { optionOf } from './demo/options';
import { printMade, printProof, table } from './demo/print';
import { synthesize } from './demo/synthesize';
import { SCENARIOS } from '../examples/travel-demo/tutorial/scenarios';

switch (optionOf('--all', '--upstream')) {
  case '--all': {
    // What is no scenario any more would be judged with the others.
    rmSync(resolve(__dirname, '../examples/travel-demo/dist-scenarios'), { recursive: true, force: true });
    const rows = Object.keys(SCENARIOS).flatMap(name => {
      const { manifests, proved } = synthesize('travel-demo', `dist-scenarios/${name}`, `scenario.ts ${name}`);
      return proved.map(({ verdict, calls, workloads, judged }) =>
        [name, String(manifests.length), verdict, String(calls), String(workloads), judged.join('; ')]);
    });
    console.log('Wrote each scenario to examples/travel-demo/dist-scenarios/<scenario>/\n');
    console.log(table(['scenario', 'objects', 'proof', 'calls', 'workloads', 'each judged alone'], rows));
    break;
  }
  case '--upstream':
    printMade(synthesize('travel-demo', 'dist-upstream', 'upstream.ts'));
    break;
  default: {
    const travel = synthesize('travel-demo', 'dist');
    printMade(travel);
    printProof(travel);
  }
}
