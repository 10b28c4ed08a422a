import type { Paint } from './paint';

/** An option of a command. */
export interface Option {
  /** One sentence without its point. */
  readonly description: string;
  /** What stands for its value in the help, such as FILE. @default - it has none: it is set or not */
  readonly value?: string;
  /** Its other name, of one letter. */
  readonly short?: string;
  /** Whether it may be repeated. */
  readonly multiple?: boolean;
  /** All values that it may have. @default - any */
  readonly choices?: readonly string[];
  /** Values that are worth to be named, beside which there are others. */
  readonly offers?: readonly string[];
  /** What holds where it is not given, as the help says it. */
  readonly default?: string;
  /** Whether the value is a file or folder, that is read or that is written. @default - neither */
  readonly path?: 'read' | 'written';
}

/** What stands beside options. */
export interface Arguments {
  /** What stands for one of them in the help, such as DIR. */
  readonly value: string;
  /** What is missing if there is none. @default - none is needed */
  readonly needs?: string;
  readonly choices?: readonly string[];
  /** Whether they are files or folders. */
  readonly path?: 'read';
  /** How many there may be. @default - any number */
  readonly most?: number;
}

/** A command line that is worth to be shown, and what it is for. */
export interface Example {
  readonly line: string;
  readonly description: string;
}

/**
 * All that is said of a command: its help, the completion of shells, what is wrong with a command line, and the types of
 * its options are made from it. It is light: what the command needs to run is loaded when it runs.
 */
export interface Declaration {
  readonly name: string;
  /** For the list of commands. */
  readonly summary: string;
  /** What follows the name, one form a line. */
  readonly forms: readonly string[];
  /** Paragraphs. */
  readonly description: readonly string[];
  readonly arguments: Arguments;
  readonly options: { readonly [name: string]: Option };
  /** Paragraphs below the options. */
  readonly remarks?: readonly string[];
  readonly examples: readonly Example[];
  /** What the command's own exit codes mean; those that all commands have are told in `exit-codes.ts`. */
  readonly exitCodes: { readonly [code: number]: string };
}

/** What of an option is on a command line. */
export type ValueOf<O extends Option> = Option extends O ? string | string[] | true
  : O extends { readonly value: string } ? O extends { readonly multiple: true } ? WordOf<O>[] : WordOf<O> : true;

type WordOf<O extends Option> = O extends { readonly choices: readonly (infer C)[] } ? C : string;

/** A command line that has been read. */
export interface Given<D extends Declaration = Declaration> {
  readonly values: { readonly [N in keyof D['options']]?: ValueOf<D['options'][N]> };
  readonly positionals: readonly string[];
}

/** Where a command writes. */
export interface Output {
  /** Colours what people read. */
  readonly paint: Paint;
  /** Writes what the command is asked for. */
  out(text: string): void;
  /** Writes what else is to be known. */
  error(text: string): void;
  /** Tells what the command is at: shown to a person at a terminal once it takes long, and gone when it has ended. */
  at(text: string): void;
}

/** Returns the exit code, at once or when it is done; throws or rejects with `InputError` for what the user got wrong. */
export type Run<D extends Declaration = Declaration> = (given: Given<D>, output: Output) => number | Promise<number>;

/** A command: what is said of it, and what loads it. */
export interface Command {
  readonly declaration: Declaration;
  load(): Run<never>;
}
