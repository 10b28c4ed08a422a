import type { Declaration } from '../command';
import { CONTEXT, EXCLUDE, MANIFESTS } from './shared';

export const ADOPT = {
  name: 'adopt',
  summary: 'existing manifests as an app, with the access that they give',
  forms: ['DIR... [-o FILE] [OPTIONS]', '--namespace NAME=DIR... [-o FILE]'],
  description: [
    'Writes TypeScript for manifests that exist. What fits becomes SecureNamespace, LeastPrivilegeWorkload, CanaryService, IngressGateway and calls; what does not, stays an object, with a comment that says why.',
    'The app is synthesized in memory and compared with the manifests before it is written: no field of an object may be lost, and who may do what to whom must be the same, in every layer.',
  ],
  arguments: { value: MANIFESTS.value, path: MANIFESTS.path },
  options: {
    output: { value: 'FILE', short: 'o', path: 'written', description: 'where to write it, where no file is yet; without, on standard output' },
    namespace: {
      value: 'NAME[=DIR]', multiple: true, description: 'the namespace of objects that name none: of all, or of what DIR holds, as kubectl apply -n has it', default: 'default',
    },
    context: CONTEXT,
    exclude: EXCLUDE,
  },
  remarks: ['What was kept and why, what was left out and what there is to know is told on standard error.'],
  examples: [
    { line: 'cdk8s-istio adopt manifests/ -o main.ts', description: 'a folder of YAML as code' },
    { line: 'cdk8s-istio adopt --namespace shop=shop.yaml --namespace pay=pay.yaml -o main.ts', description: 'files that name no namespaces' },
    { line: 'kubectl get deploy,svc,sa,authorizationpolicies.security.istio.io -n shop -o yaml | cdk8s-istio adopt -', description: 'what is in a cluster' },
  ],
  exitCodes: { 0: 'the code is written, and gives the access that the manifests give', 1: 'the code is written, and its access is or may be another: standard error says which' },
} as const satisfies Declaration;
