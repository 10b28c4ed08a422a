/* The command as it stands compiled. */
import { start } from '../src/cli/start';

void start();
