import type { Declaration } from '../command';
import { CONTEXT, EXCLUDE, MANIFESTS, WATCH } from './shared';

export const ACCESS = {
  name: 'access',
  summary: 'who may do what to whom, or what happens to a request',
  forms: ['DIR... [OPTIONS]', 'DIR... --from WHO --to NAMESPACE/WORKLOAD --port PORT [OPTIONS]', 'DIR... --requests FILE [OPTIONS]'],
  description: ['Says who may do what to whom: the whole table; or what happens to a request, and why.'],
  arguments: MANIFESTS,
  options: {
    from: { value: 'WHO', description: 'NAMESPACE/WORKLOAD, principal:TRUST-DOMAIN/ns/NAMESPACE/sa/NAME, outside or internet' },
    to: { value: 'WORKLOAD', description: 'NAMESPACE/WORKLOAD that is called' },
    port: { value: 'PORT', description: 'its container port' },
    method: { value: 'METHOD', description: 'the HTTP method; without, bytes over TCP' },
    path: { value: 'PATH', description: 'the path with its query', default: '/' },
    header: { value: "'N: VALUE'", multiple: true, description: 'a header of the request' },
    host: { value: 'HOST', description: 'the host that is asked for', default: "the Service's" },
    address: { value: 'ADDRESS', description: "the caller's address" },
    claims: { value: 'JSON', description: 'the claims of a genuine token' },
    requests: { value: 'FILE', path: 'read', description: 'a JSON array of requests, answered together' },
    format: { value: 'FORMAT', choices: ['text', 'json', 'markdown'], default: 'text', description: 'how it is printed; a request as text or json' },
    context: CONTEXT,
    exclude: EXCLUDE,
    watch: WATCH,
  },
  examples: [
    { line: 'cdk8s-istio access dist/', description: 'the table of who may do what to whom' },
    { line: 'cdk8s-istio access dist/ --format markdown > access.md', description: 'the same for a pull request or a wiki' },
    { line: 'cdk8s-istio access dist/ --from shop/web-v1 --to shop/cart-v1 --port 8080 --method GET --path /items', description: 'whether this request arrives, and which object decides it' },
    { line: 'cdk8s-istio access dist/ --from internet --to shop/web-v1 --port 8080 --method GET', description: 'whether anyone outside of the cluster gets there' },
  ],
  exitCodes: { 0: 'there is an answer' },
} as const satisfies Declaration;
