import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { optionOf } from './demo/options';
import { printMade, printProof, printVariants } from './demo/print';
import { synthesize } from './demo/synthesize';
import { SCENARIOS } from '../examples/travel-demo/tutorial/scenarios';

switch (optionOf('--all', '--upstream')) {
  case '--all': {
    // What is no scenario any more would be judged with the others.
    rmSync(resolve(__dirname, '../examples/travel-demo/dist-scenarios'), { recursive: true, force: true });
    printVariants('scenario', Object.keys(SCENARIOS).map(name =>
      [name, synthesize('travel-demo', `dist-scenarios/${name}`, `scenario.ts ${name}`)] as const));
    console.log('\nWrote each scenario to examples/travel-demo/dist-scenarios/<scenario>/');
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
