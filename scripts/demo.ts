import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { optionOf } from './demo/options';
import { printMade, printProof, printVariants } from './demo/print';
import { synthesize, synthesizeHere } from './demo/synthesize';
import { ROUTINGS } from '../examples/bookinfo/networking/routings';
import { Bookinfo } from 'cdk8s-istio';

switch (optionOf('--all', '--upstream')) {
  case '--all':
    // What is no routing any more would be judged with the others.
    rmSync(resolve(__dirname, '../examples/bookinfo/dist-routings'), { recursive: true, force: true });
    printVariants('routing', Object.entries(ROUTINGS).map(([name, props]) =>
      [name, synthesizeHere('bookinfo', `dist-routings/${name}`, app => new Bookinfo(app, 'bookinfo', props))] as const));
    console.log('\nWrote each routing to examples/bookinfo/dist-routings/<routing>/');
    break;
  case '--upstream':
    printMade(synthesize('bookinfo', 'dist-upstream', 'upstream.ts'));
    break;
  default: {
    const bookinfo = synthesize('bookinfo', 'dist');
    printMade(bookinfo);
    printProof(bookinfo);
  }
}
