/** Marks errors of every copy of the class. */
const MARK = Symbol.for('cdk8s-istio.InputError');

/**
 * Something is wrong with what the user gave: said in a sentence, with file and line where there are any.
 */
export class InputError extends Error {
  /** Of any copy of this class: the command is packed as two files. */
  public static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && MARK in value;
  }

  public override readonly name = 'InputError';
  public readonly [MARK] = true;
}

/** Asks what the user may have got wrong: its complaint is the user's to know. */
export function known<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw new InputError((error as Error).message.split('\n')[0]);
  }
}

/** What reads a file or folder; that it cannot be read is the user's to know. */
export function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) { throw error; }
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new InputError(`${path}: ${REASONS[code] ?? `this cannot be read (${code})`}`);
  }
}

const REASONS: { readonly [code: string]: string } = {
  EACCES: 'you may not read this (EACCES)',
  EPERM: 'you may not read this (EPERM)',
  ENOENT: 'this is there no longer (ENOENT)',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'this is not UTF-8 text',
};
