const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/;

/** What Kubernetes has against a name that must be a DNS label (RFC 1123); undefined when it has nothing. */
export function dnsLabelProblem(what: string, name: string): string | undefined {
  if (name.length <= 63 && DNS_LABEL.test(name)) {
    return undefined;
  }
  return `${what} '${name}' is not a DNS label; use at most 63 lower-case letters, digits and '-', beginning and ending with a letter or digit.`;
}

/** A Service's name must also begin with a letter (RFC 1035). */
export function serviceNameProblem(what: string, name: string): string | undefined {
  return dnsLabelProblem(what, name)
    ?? (/^[0-9]/.test(name) ? `${what} '${name}' begins with a digit, which a Service's name may not; begin it with a letter.` : undefined);
}

/** What Kubernetes has against a name that must be a DNS subdomain, as the names of most objects are. */
export function dnsSubdomainProblem(what: string, name: string): string | undefined {
  if (name.length <= 253 && DNS_SUBDOMAIN.test(name)) {
    return undefined;
  }
  return `${what} '${name}' is not a DNS subdomain; use lower-case letters, digits, '-' and '.', at most 253 characters.`;
}

export function labelValueProblem(what: string, value: string): string | undefined {
  if (value.length <= 63 && LABEL_VALUE.test(value)) {
    return undefined;
  }
  return `${what} '${value}' is not a label value; use at most 63 letters, digits, '-', '_' and '.'.`;
}

/** Hosts that a gateway may serve: a dotted name, possibly with `*` as its first label, or `*` for all. */
export function gatewayHostProblem(host: string): string | undefined {
  const name = host.startsWith('*.') ? host.slice(2) : host;
  if (host === '*' || (name.includes('.') && isDomain(name)) || (host.startsWith('*.') && DNS_LABEL.test(name))) {
    return undefined;
  }
  return `host '${host}' is not a domain name; use a dotted name such as 'shop.example.com', '*.example.com', or '*' for any host.`;
}

/** Dotted labels, of which the last is not a number. */
function isDomain(name: string): boolean {
  const labels = name.split('.');
  return labels.every(label => dnsLabelProblem('label', label) === undefined) && !/^\d+$/.test(labels[labels.length - 1]);
}

/** The name by which every proxy of the mesh knows a Service. */
export function serviceHost(service: string, namespace: string, clusterDomain: string): string {
  return `${service}.${namespace}.svc.${clusterDomain}`;
}

/** Sorted by code unit, so that the order is the same on every machine. */
export function sorted<T>(items: Iterable<T>, key: (item: T) => string = String): T[] {
  const list = [...items];
  if (list.length < 2) { return list; }
  const keys = list.map(item => key(item));
  return isSorted(keys) ? list
    : keys.map((one, i) => ({ key: one, item: list[i] })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}

/** Sorted, each value once. */
export function sortedUnique(items: Iterable<string>): string[] {
  return Array.isArray(items) && items.length < 2 ? [...items] : sortTexts([...new Set(items)]);
}

/** The values of a map in the order of its keys. */
export function inKeyOrder<V>(map: ReadonlyMap<string, V>): V[] {
  return map.size < 2 ? [...map.values()] : sortTexts([...map.keys()]).map(key => map.get(key)!);
}

/** So few texts are in order before the engine has begun to sort them, which it needs a kilobyte for. */
const FEW = 12;

/** Puts texts in order, by code unit. */
export function sortTexts(texts: string[]): string[] {
  if (texts.length > FEW) { return isSorted(texts) ? texts : texts.sort(); }
  for (let i = 1; i < texts.length; i++) {
    const text = texts[i];
    let place = i;
    for (; place > 0 && texts[place - 1] > text; place--) { texts[place] = texts[place - 1]; }
    texts[place] = text;
  }
  return texts;
}

/** Are texts in the order of their code units? */
function isSorted(texts: readonly string[]): boolean {
  for (let i = 1; i < texts.length; i++) {
    if (texts[i - 1] > texts[i]) { return false; }
  }
  return true;
}
