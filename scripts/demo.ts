import { optionOf } from './demo/options';
import { printMade, printProof } from './demo/print';
import { synthesize } from './demo/synthesize';

switch (optionOf('--upstream')) {
  case '--upstream':
    printMade(synthesize('bookinfo', 'dist-upstream', 'upstream.ts'));
    break;
  default: {
    const bookinfo = synthesize('bookinfo', 'dist');
    printMade(bookinfo);
    printProof(bookinfo);
  }
}
