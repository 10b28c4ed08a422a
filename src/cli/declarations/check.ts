import type { Declaration } from '../command';
import { CONTEXT, EXCLUDE, ISTIO_VERSION, MANIFESTS, MESH_CONFIG, WATCH } from './shared';
import { SEVERITIES } from '../../analysis/findings/severity';

export const CHECK = {
  name: 'check',
  summary: 'the mistakes in manifests, before they are deployed',
  forms: ['DIR... [OPTIONS]'],
  description: [
    'Finds the mistakes in manifests that the API server, Istio or Kiali would tell later, and some that nobody tells. DIR is a '
    + 'folder, a file, or - for standard input. docs/rules.md has every rule.',
  ],
  arguments: MANIFESTS,
  options: {
    'format': { value: 'FORMAT', choices: ['text', 'json', 'sarif', 'markdown'], default: 'text', description: 'how findings are printed' },
    'fail-on': { value: 'SEVERITY', choices: SEVERITIES, default: 'error', description: 'the severity from which on a finding fails the check' },
    'ignore': { value: 'CODE', multiple: true, description: 'leaves out findings of a code, such as MESH0440, KIA1104 or IST0106' },
    'mesh-config': MESH_CONFIG,
    'istio-version': ISTIO_VERSION,
    'context': { ...CONTEXT, description: 'manifests that others own: believed, not checked' },
    'exclude': EXCLUDE,
    'watch': WATCH,
  },
  remarks: [
    "An object's annotation cdk8s-istio/acknowledge ('MESH0440: why it may be', one a line) lets a finding pass; so do Istio's "
    + "galley.istio.io/analyze-suppress and Kiali's kiali.io/ignore-validations for their codes.",
  ],
  examples: [
    { line: 'cdk8s-istio check dist/', description: 'every mistake in what was synthesized' },
    { line: 'helm template charts/shop | cdk8s-istio check -', description: 'the same of what Helm renders' },
    { line: 'cdk8s-istio check dist/ --format sarif > findings.sarif', description: 'for code scanning' },
    { line: 'cdk8s-istio check dist/ --watch', description: 'again with every synth' },
  ],
  exitCodes: { 0: 'nothing is as grave as --fail-on', 1: 'something is' },
} as const satisfies Declaration;
