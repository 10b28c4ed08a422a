import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { failingSeverity, runCheck } from './run-check';
import { isAtLeast } from '../../analysis/findings';
import { dig } from '../../analysis/json';
import { CONSTRUCTS_FILE, reportFile } from '../../private/report-files';
import type { LocatedFinding } from '../../reports/findings/located-finding';
import { summaryOf, summaryText } from '../../reports/findings/summary';
import { InputError } from '../input-error';

/**
 * What `cdk8s.yaml` may say in the plugin's `properties`.
 *
 * @internal
 */
export interface MeshValidationProperties {
  /** The severity from which on the validation fails: error, warning or info. @default error */
  readonly failOn?: string;
  /** Codes of findings to leave out. @default - none */
  readonly ignore?: readonly string[];
  /** A file that says how the mesh is set. @default - Istio's defaults */
  readonly meshConfig?: string;
  /** The release of Istio. @default 1.30 */
  readonly istioVersion?: string;
  /** Files and folders of manifests that others own. @default - none */
  readonly context?: readonly string[];
}

/** What of a validation's context is used. */
interface Context {
  readonly manifests: readonly string[];
  readonly metadata?: { [name: string]: { readonly path: string } };
  readonly logger: { log(message: string): void };
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly { readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
  };
}

const PROPERTIES = ['failOn', 'ignore', 'meshConfig', 'istioVersion', 'context'];

/**
 * Checks the manifests of an app for `cdk8s synth`: named in the `validations` of `cdk8s.yaml`.
 *
 * @internal
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 */
export class MeshValidation {
  public constructor(private readonly properties: MeshValidationProperties = {}) {}

  /** Reports what is found; what the properties got wrong fails the validation with a sentence. */
  public validate(context: Context): Promise<void> {
    try {
      this.check(context);
    } catch (error) {
      if (!(error instanceof InputError)) { return Promise.reject(error as Error); }
      context.logger.log(`cdk8s-istio: ${error.message}`);
      context.report.submit('failure', { problem: error.message });
    }
    return Promise.resolve();
  }

  private check({ manifests, metadata, report }: Context): void {
    const { failOn, ...options } = this.readProperties();
    const severity = failingSeverity(failOn);
    const checked = runCheck({ ...options, paths: manifests });
    const constructs = constructsOf(manifests);
    const byCode = new Map<string, LocatedFinding[]>();
    for (const one of checked.open) {
      const { code } = one.finding;
      byCode.set(code, [...byCode.get(code) ?? [], one]);
    }
    for (const [code, found] of byCode) {
      const [{ finding: { severity: grave, message, fix } }] = found;
      report.addViolation({
        ruleName: `${code} (${grave})`,
        recommendation: message,
        fix,
        violatingResources: found.map(one => {
          const resourceName = nameOf(one);
          const path = constructs.get(resourceName);
          // The report looks constructs up by this name; the file of cdk8s itself knows objects by their bare names only.
          if (metadata !== undefined && path !== undefined && Object.isExtensible(metadata)) { metadata[resourceName] = { path }; }
          return { resourceName, locations: [locationOf(one)], manifestPath: one.file ?? '' };
        }),
      });
    }
    const failed = checked.open.some(({ finding }) => isAtLeast(finding.severity, severity));
    report.submit(failed ? 'failure' : 'success', { summary: summaryText(summaryOf(checked)) });
  }

  private readProperties(): MeshValidationProperties {
    const { properties } = this;
    const unknown = Object.keys(properties).find(name => !PROPERTIES.includes(name));
    if (unknown !== undefined) { throw new InputError(`there is no property ${unknown}; there are ${PROPERTIES.join(', ')}`); }
    for (const name of ['ignore', 'context'] as const) {
      const list = properties[name];
      if (list !== undefined && (!Array.isArray(list) || list.some(item => typeof item !== 'string'))) { throw new InputError(`property ${name} must be a list of strings`); }
    }
    for (const name of ['failOn', 'meshConfig', 'istioVersion'] as const) {
      if (properties[name] !== undefined && typeof properties[name] !== 'string') { throw new InputError(`property ${name} must be a string, in quotes`); }
    }
    return properties;
  }
}

function nameOf({ finding: { object: { kind, namespace, name } } }: LocatedFinding): string {
  return `${kind} ${namespace}/${name}`;
}

function locationOf({ finding: { path, message }, line }: LocatedFinding): string {
  return `${line === undefined ? '' : `line ${line}, `}${path === '' ? 'the object' : path}: ${message}`;
}

/** The construct of each object, as the app's synth has left it beside the manifests; none for manifests of others. */
function constructsOf(manifests: readonly string[]): ReadonlyMap<string, string> {
  for (const folder of new Set(manifests.map(dirname))) {
    const file = reportFile(folder, CONSTRUCTS_FILE);
    if (!existsSync(file)) { continue; }
    try {
      return new Map(Object.entries(dig(JSON.parse(readFileSync(file, 'utf8')), 'constructs') ?? {}) as [string, string][]);
    } catch {
      throw new InputError(`${file}: this is not JSON; synthesize again`);
    }
  }
  return new Map();
}
