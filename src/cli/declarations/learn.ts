import type { Declaration } from '../command';
import { CONTEXT, EXCLUDE } from './shared';

export const LEARN = {
  name: 'learn',
  summary: 'observed traffic as an app in which exactly that is possible',
  forms: ['FILE... [-o FILE] [OPTIONS]', '[FILE...] --prometheus URL [--window 1h] [-o FILE]', '[FILE...] --merge DIR [--format text|json]'],
  description: [
    'Writes TypeScript that declares who calls whom, as traffic shows it. What traffic does not tell stands in the code as questions.',
    "A FILE is a graph of Kiali (JSON), an access log of Envoy as Istio writes it with accessLogEncoding: JSON, or an answer of Prometheus' API; several are taken together. Access logs alone tell methods and paths.",
    'With --merge, traffic is compared with existing manifests: what was observed and is not allowed, and what is allowed and was never observed.',
  ],
  arguments: { value: 'FILE', path: 'read' },
  options: {
    output: { value: 'FILE', short: 'o', path: 'written', description: 'where to write it; without, on standard output' },
    prometheus: { value: 'URL', description: 'asks a Prometheus for istio_requests_total and istio_tcp_connections_opened_total, such as http://localhost:9090' },
    window: { value: 'TIME', default: '1h', description: 'how far back Prometheus is asked, such as 30d: rare calls want a long time' },
    header: { value: "'NAME: VALUE'", multiple: true, description: 'sent to Prometheus, such as Authorization' },
    timeout: { value: 'SECONDS', default: '30', description: 'how long Prometheus may take for an answer' },
    namespace: { value: 'NAME', description: 'the namespace of pods in access logs of which nothing says it' },
    merge: { value: 'DIR', path: 'read', multiple: true, description: 'compares with these manifests, in place of writing code' },
    format: { value: 'FORMAT', choices: ['text', 'json'], default: 'text', description: 'how the comparison is printed' },
    context: CONTEXT,
    exclude: EXCLUDE,
  },
  examples: [
    { line: 'cdk8s-istio learn kiali-graph.json -o main.ts', description: 'a graph that was exported from Kiali, as code' },
    { line: 'cdk8s-istio learn --prometheus http://localhost:9090 --window 30d shop_web-5d9c8b7f6d-x2x4z.log', description: 'a month of metrics, with methods and paths from a log' },
    { line: 'cdk8s-istio learn access.log --namespace shop --merge dist/', description: 'what of the traffic the manifests in dist/ would refuse' },
  ],
  exitCodes: { 0: 'the code is written; with --merge, all that was observed is allowed', 1: 'with --merge, something that was observed is or may be refused' },
} as const satisfies Declaration;
