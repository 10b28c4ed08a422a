type Check = (text: string) => string | undefined;

/** The check objects to none of the texts. */
export function fine(check: Check, ...texts: readonly string[]): void {
  expect(texts.filter(text => check(text) !== undefined)).toEqual([]);
}

/** The check objects to each of the texts. */
export function wrong(check: Check, ...texts: readonly string[]): void {
  expect(texts.filter(text => check(text) === undefined)).toEqual([]);
}
