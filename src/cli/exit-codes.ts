import type { Declaration } from './command';

export const EXIT_BAD_INPUT = 2;
export const EXIT_OUR_FAULT = 70;
/** How shells tell that a command was ended by Ctrl-C. */
export const EXIT_INTERRUPTED = 130;

/** What exit codes mean for every command. */
const COMMON: { readonly [code: number]: string } = {
  [EXIT_BAD_INPUT]: 'the command line or the input is not understood, or a part of it; standard error says what',
  [EXIT_OUR_FAULT]: 'a mistake of cdk8s-istio itself',
  [EXIT_INTERRUPTED]: 'ended by Ctrl-C',
};

/** All exit codes of a command, or those of every command, and what they mean, in their order. */
export function exitCodesOf(declaration?: Declaration): readonly (readonly [number, string])[] {
  return Object.entries({ ...COMMON, ...declaration?.exitCodes }).map(([code, meaning]) => [Number(code), meaning]);
}
