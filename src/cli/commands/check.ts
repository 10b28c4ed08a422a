import { isAtLeast } from '../../analysis/findings';
import type { CheckReport } from '../../reports/findings/located-finding';
import { reportJson } from '../../reports/findings/report-json';
import { reportMarkdown } from '../../reports/findings/report-markdown';
import { reportSarif } from '../check/report-sarif';
import { reportText } from '../check/report-text';
import { checkManifests, failingSeverity } from '../check/run-check';
import type { Run } from '../command';
import type { CHECK } from '../declarations/check';
import { packageVersion } from '../package-version';
import type { Paint } from '../paint';
import { exitCodeOf, readInput } from '../read-input';

const FORMATS: { readonly [F in typeof CHECK['options']['format']['choices'][number]]: (report: CheckReport, paint: Paint) => string } = {
  text: reportText,
  json: reportJson,
  sarif: report => reportSarif(report, packageVersion()),
  markdown: reportMarkdown,
};

export const check: Run<typeof CHECK> = ({ values, positionals }, output) => {
  const failOn = failingSeverity(values['fail-on']);
  const own = readInput(positionals, output, values);
  const context = readInput(values.context ?? [], output, { ...values, mayBeEmpty: true });
  const found = checkManifests(own.manifests, context.manifests, {
    meshConfig: values['mesh-config'],
    istioVersion: values['istio-version'],
    ignore: values.ignore,
  }, text => output.at(text));
  const report = { ...found, unread: [...own.unread, ...context.unread] };
  output.out(FORMATS[values.format ?? 'text'](report, output.paint));
  return exitCodeOf(report.open.some(({ finding }) => isAtLeast(finding.severity, failOn)) ? 1 : 0, own, context);
};
