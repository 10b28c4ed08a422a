import { decide } from '../../src/analysis/decision/decide';
import type { Decision } from '../../src/analysis/decision/decision';
import type { ModelOptions } from '../../src/analysis/model';
import { buildModel } from '../../src/analysis/model';
import { readRequest } from '../../src/analysis/read-request';

/* Manifests and questions, short enough to be read in a test. */

export type Json = { readonly [key: string]: any };

export function namespace(name: string, labels: Json = { 'istio-injection': 'enabled' }): Json {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export interface PodOptions {
  readonly kind?: string;
  readonly version?: string;
  readonly labels?: Json;
  readonly annotations?: Json;
  readonly serviceAccount?: string;
  readonly ports?: readonly Json[];
  readonly spec?: Json;
  readonly replicas?: number;
}

/** A Deployment whose pods are `app: <name>`, with a service account of its own. */
export function workload(at: string, options: PodOptions = {}): Json {
  const [ns, name] = at.split('/');
  return {
    apiVersion: 'apps/v1',
    kind: options.kind ?? 'Deployment',
    metadata: { name, namespace: ns },
    spec: {
      ...options.replicas === undefined ? {} : { replicas: options.replicas },
      template: {
        metadata: { labels: { app: name, ...options.labels }, annotations: options.annotations ?? {} },
        spec: {
          serviceAccountName: options.serviceAccount ?? name,
          containers: [{ name: 'app', ports: options.ports ?? [{ name: 'http', containerPort: 8080 }, { name: 'sql', containerPort: 3306 }] }],
          ...options.spec,
        },
      },
    },
  };
}

/** A Service for `app: <name>`: `http` 80 to 8080 and `tcp` 3306, unless told otherwise. */
export function service(at: string, ports?: readonly Json[], spec: Json = {}, annotations: Json = {}): Json {
  const [ns, name] = at.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: ns, annotations },
    spec: { selector: { app: name }, ports: ports ?? [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp', port: 3306 }], ...spec },
  };
}

function istio(group: string, kind: string, at: string, spec: Json, annotations: Json = {}): Json {
  const [ns, name] = at.split('/');
  return { apiVersion: `${group}/v1`, kind, metadata: { name, namespace: ns, annotations }, spec };
}

export function authorization(at: string, spec: Json, annotations: Json = {}): Json {
  return istio('security.istio.io', 'AuthorizationPolicy', at, spec, annotations);
}

export function peerAuthentication(at: string, spec: Json): Json {
  return istio('security.istio.io', 'PeerAuthentication', at, spec);
}

export function requestAuthentication(at: string, spec: Json): Json {
  return istio('security.istio.io', 'RequestAuthentication', at, spec);
}

export function networking(kind: string, at: string, spec: Json): Json {
  return istio('networking.istio.io', kind, at, spec);
}

/** Two injected namespaces: `shop/web` calls, `pay/api` is called; `legacy` is not injected. */
export function world(...more: readonly Json[]): Json[] {
  return [
    namespace('shop'), namespace('pay'), namespace('legacy', {}), namespace('istio-system', {}),
    workload('shop/web'), workload('pay/api'), workload('legacy/batch'),
    service('shop/web'), service('pay/api'), service('legacy/batch'),
    ...more,
  ];
}

/** Who may be short: `shop/web`, `outside`, `internet`, or `principal:…`. */
export function caller(from: string, address?: string): Json {
  const rest = address === undefined ? {} : { address };
  if (from === 'outside' || from === 'internet') { return { [from]: true, ...rest }; }
  if (from.startsWith('principal:')) { return { principal: from.slice('principal:'.length), ...rest }; }
  const [ns, name] = from.split('/');
  return { namespace: ns, workload: name, ...rest };
}

export interface Question {
  readonly from?: string;
  readonly to?: string;
  readonly port?: number;
  readonly method?: string | null;
  readonly path?: string;
  readonly host?: string;
  readonly headers?: Json;
  readonly claims?: Json;
  readonly address?: string;
}

/** By default `GET /` from `shop/web` to port 8080 of `pay/api`. `method: null` is bytes over TCP. */
export function ask(manifests: readonly unknown[], question: Question = {}, options: ModelOptions = {}): Decision {
  const { from = 'shop/web', to = 'pay/api', port = 8080, method = 'GET', address, ...rest } = question;
  const [ns, name] = to.split('/');
  const end = { from: caller(from, address), to: { namespace: ns, workload: name }, port };
  const request = readRequest({ ...rest, ...end, ...method === null ? {} : { method } });
  if (typeof request === 'string') { throw new Error(request); }
  return decide(buildModel(manifests.map(object => ({ object })), options), request);
}

/** Just the verdict, for tables. */
export function verdict(manifests: readonly unknown[], question: Question = {}, options: ModelOptions = {}): string {
  return ask(manifests, question, options).verdict;
}

/** What one layer alone says; undefined where it is not asked. */
export function layer(decision: Decision, name: string): string | undefined {
  return decision.layers.find(entry => entry.layer === name)?.verdict;
}

/** Bytes to the TCP port. */
export const TCP: Question = { port: 3306, method: null };
