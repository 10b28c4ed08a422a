import { parseArgs } from 'node:util';
import { isAtLeast } from '../../analysis/findings';
import { DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS } from '../../analysis/findings/world/istio-versions';
import type { CheckReport } from '../../reports/findings/located-finding';
import { reportJson } from '../../reports/findings/report-json';
import { reportMarkdown } from '../../reports/findings/report-markdown';
import { reportSarif } from '../check/report-sarif';
import { reportText } from '../check/report-text';
import { failingSeverity, oneOf, runCheck } from '../check/run-check';
import type { Command, Output } from '../command';
import { InputError, known } from '../input-error';
import { packageVersion } from '../package-version';
import { Progress } from '../progress';

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
    const failOn = failingSeverity(values['fail-on']);
    const progress = new Progress(output.progress);
    const report = runCheck({
      paths: positionals,
      context: values.context,
      meshConfig: values['mesh-config'],
      istioVersion: values['istio-version'],
      ignore: values.ignore,
    }, text => progress.at(text));
    progress.end();
    output.out(FORMATS[format](report));
    return report.open.some(({ finding }) => isAtLeast(finding.severity, failOn)) ? 1 : 0;
  },
};
