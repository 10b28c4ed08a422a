import type { Command, Run } from './command';
import { ACCESS } from './declarations/access';
import { ADOPT } from './declarations/adopt';
import { CHECK } from './declarations/check';
import { COMPLETION } from './declarations/completion';
import { DIFF } from './declarations/diff';
import { GRAPH } from './declarations/graph';
import { LEARN } from './declarations/learn';
import { MTLS } from './declarations/mtls';

/* What a command needs is loaded when it is run: starting up must not take longer than answering. */
/* eslint-disable @typescript-eslint/no-require-imports */
export const COMMANDS: readonly Command[] = [
  { declaration: ACCESS, load: () => (require('./commands/access') as { readonly access: Run<never> }).access },
  { declaration: ADOPT, load: () => (require('./commands/adopt') as { readonly adopt: Run<never> }).adopt },
  { declaration: CHECK, load: () => (require('./commands/check') as { readonly check: Run<never> }).check },
  { declaration: COMPLETION, load: () => (require('./commands/completion') as { readonly completion: Run<never> }).completion },
  { declaration: DIFF, load: () => (require('./commands/diff') as { readonly diff: Run<never> }).diff },
  { declaration: GRAPH, load: () => (require('./commands/graph') as { readonly graph: Run<never> }).graph },
  { declaration: LEARN, load: () => (require('./commands/learn') as { readonly learn: Run<never> }).learn },
  { declaration: MTLS, load: () => (require('./commands/mtls') as { readonly mtls: Run<never> }).mtls },
];
/* eslint-enable @typescript-eslint/no-require-imports */
