import { optionOf } from './demo/options';
import { printMade, printProof } from './demo/print';
import { synthesize } from './demo/synthesize';

optionOf();
const security = synthesize('security', 'dist');
printMade(security);
printProof(security);
