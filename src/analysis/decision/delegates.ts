import type { HttpMatch, HttpRoute, MeshModel, StringMatch, VirtualService } from '../model';
import { exportedTo } from './visibility';

const merged = new WeakMap<MeshModel, readonly VirtualService[]>();

/**
 * The VirtualServices with the routes of their delegates in place.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
export function virtualServicesOf(model: MeshModel): readonly VirtualService[] {
  let routes = merged.get(model);
  if (routes === undefined) { merged.set(model, routes = model.virtualServices.all.map(route => withDelegates(model, route))); }
  return routes;
}

function withDelegates(model: MeshModel, root: VirtualService): VirtualService {
  if (root.http.every(rule => rule.delegate === undefined)) { return root; }
  const problems = [...root.problems];
  const http = root.http.flatMap(rule => {
    const { delegate } = rule;
    if (delegate === undefined) { return [rule]; }
    const target = model.virtualServices.in(delegate.namespace).find(route => route.name === delegate.name && route.hosts.length === 0);
    // A delegate that is missing, or that may not be used from here, takes its rule with it.
    if (target === undefined || !exportedTo(target, target.exportTo, model.meshConfig.virtualServiceExportTo, root.namespace)) { return []; }
    problems.push(...target.problems);
    return target.http.flatMap(inner => {
      const matches = mergeMatches(rule.matches, inner.matches);
      return matches === undefined ? [] : [mergeRule(rule, inner, matches, `${rule.path} > ${target.namespace}/${target.name} ${inner.path}`)];
    });
  });
  return { ...root, http, problems };
}

/** What the delegate leaves open is the root's. */
function mergeRule(root: HttpRoute, inner: HttpRoute, matches: readonly HttpMatch[], path: string): HttpRoute {
  const { delegate: _delegate, ...open } = root;
  const noHeaders = inner.headers.set.size + inner.headers.add.size + inner.headers.remove.length === 0;
  return {
    ...open,
    ...inner,
    headers: noHeaders ? root.headers : inner.headers,
    mirrors: inner.mirrors.length > 0 ? inner.mirrors : root.mirrors,
    matches,
    path,
  };
}

/** Every match of the delegate within every match of the root that it narrows; undefined where one narrows none. */
export function mergeMatches(root: readonly HttpMatch[], inner: readonly HttpMatch[]): readonly HttpMatch[] | undefined {
  if (root.length === 0) { return inner; }
  if (inner.length === 0) { return root; }
  const out: HttpMatch[] = [];
  for (const match of inner) {
    const fitting = root.filter(outer => narrows(outer, match));
    if (fitting.length === 0) { return undefined; }
    out.push(...fitting.map(outer => mergeMatch(outer, match)));
  }
  return out;
}

function mergeMatch(outer: HttpMatch, inner: HttpMatch): HttpMatch {
  const maps = (key: 'headers' | 'withoutHeaders' | 'queryParams'): HttpMatch['headers'] => [...new Map([...outer[key], ...inner[key]])];
  return {
    ...outer,
    ...inner,
    headers: maps('headers'),
    withoutHeaders: maps('withoutHeaders'),
    queryParams: maps('queryParams'),
    gateways: inner.gateways.length > 0 ? inner.gateways : outer.gateways,
    sourceLabels: new Map([...outer.sourceLabels, ...inner.sourceLabels]),
  };
}

function narrows(outer: HttpMatch, inner: HttpMatch): boolean {
  const within = (key: 'headers' | 'withoutHeaders' | 'queryParams'): boolean => {
    const limits = new Map(outer[key]);
    return inner[key].every(([name, match]) => narrowsString(limits.get(name), match));
  };
  return narrowsString(outer.uri, inner.uri) && narrowsString(outer.scheme, inner.scheme) && narrowsString(outer.method, inner.method)
    && narrowsString(outer.authority, inner.authority) && within('headers') && within('withoutHeaders') && within('queryParams')
    && outer.ignoreUriCase === inner.ignoreUriCase
    && (outer.port === undefined || inner.port === undefined || outer.port === inner.port)
    && (outer.sourceNamespace === undefined || outer.sourceNamespace === inner.sourceNamespace)
    && [...inner.sourceLabels].every(([name, value]) => (outer.sourceLabels.get(name) ?? value) === value)
    && (outer.gateways.length === 0 || inner.gateways.every(gateway => outer.gateways.includes(gateway)));
}

/** An expression on either side conflicts with whatever is on the other. */
function narrowsString(outer: StringMatch | undefined, inner: StringMatch | undefined): boolean {
  if (outer === undefined || inner === undefined) { return true; }
  if (outer.form === 'regex' || inner.form === 'regex') { return false; }
  // Istio compares texts, and presence has none: it fits nothing but the absence of a match.
  if (outer.form === 'presence' || inner.form === 'presence') { return false; }
  return outer.form === 'exact' ? inner.form === 'exact' && inner.value === outer.value : inner.value.startsWith(outer.value);
}
