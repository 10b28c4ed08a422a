/**
 * Something is wrong with what the user gave: said in a sentence, with file and line where there are any.
 */
export class InputError extends Error {
  public override readonly name = 'InputError';
}

/** Asks what the user may have got wrong: its complaint is the user's to know. */
export function known<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw new InputError((error as Error).message.split('\n')[0]);
  }
}
