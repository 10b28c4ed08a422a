/** What is wrong with a number of things, where whole numbers within bounds are meant. */
export function wholeNumberProblem(what: string, value: number | undefined, from: number, to: number, hint = ''): string | undefined {
  return value === undefined || (Number.isInteger(value) && value >= from && value <= to) ? undefined
    : `${what} ${value} is not possible${hint}; use a whole number from ${from} to ${to}.`;
}

/** The greatest number that fields of 32 bits hold. */
export const MAX_INT32 = 2 ** 31 - 1;
/** The greatest number that fields of 32 bits without a sign hold. */
export const MAX_UINT32 = 2 ** 32 - 1;
