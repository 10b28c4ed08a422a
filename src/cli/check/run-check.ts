import { readMeshConfigFile } from './mesh-config-file';
import type { Severity } from '../../analysis/findings';
import { allRules, findAll, SEVERITIES } from '../../analysis/findings';
import { DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS, releaseOf } from '../../analysis/findings/world/istio-versions';
import type { Manifest } from '../../analysis/manifest';
import { locate } from '../../reports/findings/located-finding';
import type { CheckReport } from '../../reports/findings/located-finding';
import { InputError } from '../input-error';
import { loadManifests, readStandardInput, readText } from '../load-manifests';
import { STANDARD_INPUT } from '../manifest-files';

/** How manifests are checked, as users say it. */
export interface CheckOptions {
  readonly meshConfig?: string;
  readonly istioVersion?: string;
  /** Codes, of ours or those that they stand for. */
  readonly ignore?: readonly string[];
}

/** What is checked. */
export interface PathOptions extends CheckOptions {
  /** Files, folders, or `-` for standard input. */
  readonly paths: readonly string[];
  readonly context?: readonly string[];
}

/** Reads manifests and checks them, all or nothing. Throws nothing but `InputError`. */
export function runCheck({ paths, context = [], ...options }: PathOptions): CheckReport {
  const manifests = loadManifests(paths);
  if (manifests.length === 0) { throw new InputError(`${paths.join(', ')}: there are no manifests`); }
  return checkManifests(manifests, loadManifests(context), options);
}

/** Checks manifests, telling what it is at. Throws nothing but `InputError`. */
export function checkManifests(
  manifests: readonly Manifest[],
  contextManifests: readonly Manifest[],
  { meshConfig, istioVersion, ignore = [] }: CheckOptions,
  tell: (text: string) => void = () => {},
): CheckReport {
  const ignored = new Set(ignore.map(knownCode));
  const version = istioVersionOf(istioVersion);
  const context = [...contextManifests, ...meshConfig === undefined ? [] : readMeshConfigFile(meshConfig)];
  const rules = allRules().filter(({ code, aliases }) => ![code, ...aliases].some(name => ignored.has(name)));
  const found = findAll(manifests, { istioVersion: version, ...context.length === 0 ? {} : { context } }, rules, done =>
    tell(`checking ${manifests.length} objects: ${Math.round(100 * done / rules.length)} %`));
  return locate(found, manifests.length, file => (file === STANDARD_INPUT ? readStandardInput() : readText(file)));
}

/** The severity from which on a check fails. */
export function failingSeverity(name: string | undefined): Severity {
  return oneOf('--fail-on', name ?? 'error', SEVERITIES) as Severity;
}

/** The release that `--istio-version` names. */
export function istioVersionOf(name = DEFAULT_ISTIO_VERSION): string {
  return oneOf('--istio-version', releaseOf(name) ?? name, ISTIO_VERSIONS);
}

/** A value of an option, if it is one that there is. */
export function oneOf(option: string, value: string, allowed: readonly string[]): string {
  if (!allowed.includes(value)) { throw new InputError(`${option} must be ${allowed.slice(0, -1).join(', ')} or ${allowed[allowed.length - 1]}, not ${value}`); }
  return value;
}

function knownCode(code: string): string {
  if (!allRules().some(rule => rule.code === code || rule.aliases.includes(code))) {
    throw new InputError(`--ignore: there is no rule ${code}; docs/rules.md has all of them`);
  }
  return code;
}
