/** What is wrong with a value that should be one of an enumeration's: JavaScript lets any through. */
export function unknownValueProblem(what: string, value: string | undefined, values: { readonly [name: string]: string }): string | undefined {
  const known = Object.values(values);
  return value === undefined || known.includes(value) ? undefined
    : `${what} '${value}' is not known; use one of ${known.map(one => `'${one}'`).join(', ')}.`;
}
