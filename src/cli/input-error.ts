/**
 * Something is wrong with what the user gave: said in a sentence, with file and line where there are any.
 */
export class InputError extends Error {
  public override readonly name = 'InputError';
}
