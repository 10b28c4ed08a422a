import { parseArgs } from 'node:util';
import type { Severity, WorldOptions } from '../../analysis/findings';
import { findAll, isAtLeast, RULES, SEVERITIES } from '../../analysis/findings';
import { DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS } from '../../analysis/findings/world/istio-versions';
import { dig, isObject, valueAt } from '../../analysis/json';
import type { Manifest } from '../../analysis/manifest';
import { DEFAULT_MESH_CONFIG } from '../../analysis/model';
import type { CheckReport } from '../check/located-finding';
import { locate } from '../check/located-finding';
import { reportJson } from '../check/report-json';
import { reportMarkdown } from '../check/report-markdown';
import { reportSarif } from '../check/report-sarif';
import { reportText } from '../check/report-text';
import type { Command, Output } from '../command';
import { InputError, known } from '../input-error';
import { loadManifests, readStandardInput, readText, STANDARD_INPUT } from '../load-manifests';
import { packageVersion } from '../package-version';
import { parseManifests } from '../parse-manifests';

const USAGE = `Usage: cdk8s-istio check DIR... [OPTIONS]

Finds the mistakes in manifests that the API server, Istio or Kiali would tell later, and some that nobody tells. DIR is a
folder, a file, or - for standard input. docs/rules.md has every rule.

  --format FORMAT         text, json, sarif or markdown; default text
  --fail-on SEVERITY      error, warning or info: exit with 1 if there is a finding as grave; default error
  --ignore CODE           leave out findings of a code, such as MESH0440, KIA1104 or IST0106; may be repeated
  --mesh-config FILE      how the mesh is set: a MeshConfig, istiod's ConfigMap, or an IstioOperator
  --istio-version VERSION ${ISTIO_VERSIONS.join(', ')}; default ${DEFAULT_ISTIO_VERSION}
  --context DIR           manifests that others own: believed, not checked; may be repeated

An object's annotation cdk8s-istio/acknowledge ('MESH0440: why it may be', one a line) lets a finding pass; so do Istio's
galley.istio.io/analyze-suppress and Kiali's kiali.io/ignore-validations for their codes.

Exit code 0 if nothing is as grave as --fail-on, 1 if something is, 2 if the input is not understood.`;

const OPTIONS = {
  'format': { type: 'string' },
  'fail-on': { type: 'string' },
  'ignore': { type: 'string', multiple: true },
  'mesh-config': { type: 'string' },
  'istio-version': { type: 'string' },
  'context': { type: 'string', multiple: true },
} as const;

const FORMATS: { readonly [format: string]: (report: CheckReport) => string } = {
  text: reportText,
  json: reportJson,
  sarif: report => reportSarif(report, packageVersion()),
  markdown: reportMarkdown,
};

export const check: Command = {
  summary: 'the mistakes in manifests, before they are deployed',
  usage: USAGE,
  run(args: readonly string[], output: Output): number {
    const { values, positionals } = known(() => parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true }));
    if (positionals.length === 0) { throw new InputError('check needs a folder or file of manifests, or - for standard input'); }
    const format = oneOf('--format', values.format ?? 'text', Object.keys(FORMATS));
    const failOn = oneOf('--fail-on', values['fail-on'] ?? 'error', SEVERITIES) as Severity;
    const ignored = new Set((values.ignore ?? []).map(knownCode));
    const istioVersion = oneOf('--istio-version', values['istio-version'] ?? DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS);
    const context = [...loadManifests(values.context ?? []), ...values['mesh-config'] === undefined ? [] : meshConfig(values['mesh-config'])];
    const manifests = loadManifests(positionals);
    if (manifests.length === 0) {
      throw new InputError(`${positionals.join(', ')}: there are no manifests, that is no objects in files that end with .yaml, .yml or .json`);
    }
    const options: WorldOptions = { istioVersion, ...context.length === 0 ? {} : { context } };
    const rules = RULES.filter(({ code, aliases }) => ![code, ...aliases].some(name => ignored.has(name)));
    const textOf = (file: string): string => (file === STANDARD_INPUT ? readStandardInput() : readText(file));
    const report = locate(findAll(manifests, options, rules), manifests.length, textOf);
    output.out(FORMATS[format](report));
    return report.open.some(({ finding }) => isAtLeast(finding.severity, failOn)) ? 1 : 0;
  },
};

function oneOf(option: string, value: string, allowed: readonly string[]): string {
  if (!allowed.includes(value)) { throw new InputError(`${option} must be ${allowed.slice(0, -1).join(', ')} or ${allowed[allowed.length - 1]}, not ${value}`); }
  return value;
}

function knownCode(code: string): string {
  if (!RULES.some(rule => rule.code === code || rule.aliases.includes(code))) {
    throw new InputError(`--ignore: there is no rule ${code}; docs/rules.md has all of them`);
  }
  return code;
}

/** Where istiod's settings are looked for. */
const { rootNamespace: namespace } = DEFAULT_MESH_CONFIG;

/** How the mesh is set, as manifests: a bare MeshConfig becomes the ConfigMap in which istiod has it. */
function meshConfig(file: string): readonly Manifest[] {
  return parseManifests(file, readText(file)).map(({ object, origin }) => {
    const mesh = dig(object, 'data', 'mesh');
    if (valueAt(object, 'kind') === 'IstioOperator') { return { object, origin }; }
    if (!isObject(object) || (object.kind !== undefined && typeof mesh !== 'string')) {
      throw new InputError(`${file}: this is no mesh config; give a MeshConfig, the ConfigMap istio, or an IstioOperator`);
    }
    return { object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace }, data: { mesh: mesh ?? JSON.stringify(object) } }, origin };
  });
}
