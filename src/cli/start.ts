import { main } from './main';
import { paintFor } from './paint';

/** Erases the line on which the cursor is. */
const ERASE_LINE = '\r\x1b[K';
/** Empties a terminal, with what was scrolled away, and begins at its top. */
const CLEAR = '\x1b[2J\x1b[3J\x1b[H';

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  const { argv, env, stdout, stderr } = process;
  const remark = paintFor(stderr, env);
  // Who reads no further, such as `head`, has what it wanted: the command ends as it would have.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? process.exitCode : 1));
  }
  const code = main(argv.slice(2), {
    out: text => stdout.write(`${text}\n`),
    error: text => stderr.write(`${text.replace(/^(?:warning|error):/gm, word => remark(word === 'error:' ? 'bad' : 'doubtful', word))}\n`),
    paint: paintFor(stdout, env),
    ...stderr.isTTY ? { progress: (text: string) => stderr.write(`${ERASE_LINE}${text.slice(0, (stderr.columns || 80) - 1)}`) } : {},
    ...stdout.isTTY ? { clear: () => stdout.write(CLEAR) } : {},
  });
  // At once where it can be: it is to be known when somebody stops reading.
  process.exitCode = typeof code === 'number' ? code : await code;
}
