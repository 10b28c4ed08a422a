import type { Declaration } from '../command';
import { CONTEXT, EXCLUDE, MANIFESTS } from './shared';

export const MTLS = {
  name: 'mtls',
  summary: 'whom STRICT mutual TLS would refuse',
  forms: ['DIR... [OPTIONS]'],
  description: ['Says who reaches whom today without mutual TLS, and would be refused if callees accepted nothing else (STRICT), and why.'],
  arguments: MANIFESTS,
  options: {
    namespace: { value: 'NAME', multiple: true, default: 'the whole mesh', description: 'a namespace whose workloads become STRICT' },
    inside: { description: 'only callers whose pods are in the manifests' },
    format: { value: 'FORMAT', choices: ['text', 'json'], default: 'text', description: 'how it is printed' },
    context: CONTEXT,
    exclude: EXCLUDE,
  },
  examples: [
    { line: 'cdk8s-istio mtls dist/', description: 'who has to move into the mesh before it becomes STRICT' },
    { line: 'cdk8s-istio mtls dist/ --namespace payments --inside', description: 'of callers that are known, for one namespace' },
  ],
  exitCodes: { 0: 'nobody would be refused', 1: 'somebody would or may be' },
} as const satisfies Declaration;
