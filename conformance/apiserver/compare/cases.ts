import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { growObject } from './grow';
import { mutate } from './mutate';
import type { Random } from './random';
import type { GatewayApiChannel } from '../../../src/analysis/findings/schema';
import { CUSTOM_KINDS } from '../../../src/analysis/findings/schema/generated/custom-kinds';

type Json = Record<string, unknown>;

/** What a cluster has installed. */
export interface Installation {
  readonly istioVersion: string;
  readonly gatewayApi: GatewayApiChannel;
}

/** An object that somebody is asked about. */
export interface Case {
  readonly object: Json;
  /** Where it comes from, and what was changed. */
  readonly origin: string;
}

const MUTANTS_OF_GROWN = 3;

/** Objects grown from the schema of every kind that is there, and mutants of each. */
export function grownCases(installed: Installation, count: number, random: Random): readonly Case[] {
  const releases = [`istio ${installed.istioVersion}`, `gateway-api ${installed.gatewayApi}`];
  return Object.entries(CUSTOM_KINDS).flatMap(([name, { roots }]) => {
    const release = releases.find(one => one in roots);
    return release === undefined ? [] : Array.from({ length: count }, (_, i) => i)
      .flatMap(i => withMutants(growObject(name, release, random), `${name} ${i}`, MUTANTS_OF_GROWN, random));
  });
}

/** The objects of files, and mutants of each. */
export function fileCases(files: readonly string[], mutants: number, random: Random): readonly Case[] {
  return files.flatMap(file => parseAllDocuments(readFileSync(file, 'utf8'))
    .map(document => document.toJS() as unknown)
    .filter((object): object is Json => typeof object === 'object' && object !== null)
    .flatMap((object, i) => withMutants(object, `${file} ${i}`, mutants, random)));
}

/** The manifests below a folder. */
export function yamlFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) { return []; }
  return readdirSync(folder, { recursive: true }).map(String).filter(file => /\.ya?ml$/.test(file)).sort().map(file => join(folder, file));
}

function withMutants(object: Json, origin: string, count: number, random: Random): Case[] {
  return [{ object, origin }, ...Array.from({ length: count }, () => {
    const mutant = mutate(object, random);
    return { object: mutant.object, origin: `${origin}: ${mutant.change}` };
  })];
}
