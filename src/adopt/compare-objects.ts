import type { Json, KubeObject } from './kube-object';
import { isEmpty } from './kube-object';
import { isObject } from '../analysis/json';

/** Fields that cdk8s or this library writes where the original has none, and that say what holds anyway. */
const ADDED: readonly (readonly [RegExp, (value: unknown) => boolean])[] = [
  [/^metadata\.(?:labels\.|labels$|namespace$)/, () => true],
  [/^automountServiceAccountToken$/, () => true],
  [/\.metadata\.labels(?:\.app|\.version)?$/, () => true],
  // By this cdk8s-plus finds pods.
  [/\.metadata\.labels\.cdk8s\.io\/metadata\.addr$/, () => true],
  [/\.metadata\.annotations\.sidecar\.istio\.io\/nativeSidecar$/, () => true],
  [/\.(?:serviceAccountName)$/, () => true],
  [/\.automountServiceAccountToken$|\.securityContext\.allowPrivilegeEscalation$/, value => value === true],
  [/\.securityContext\.(?:privileged|readOnlyRootFilesystem|runAsNonRoot)$/, value => value === false],
  [/\.securityContext\.fsGroupChangePolicy$/, value => value === 'Always'],
  [/\.containers\[\d+\]\.ports$|\.ports\[\d+\]\.name$/, () => true],
  [/\.ports\[\d+\]\.appProtocol$/, () => true],
  [/\.protocol$/, value => value === 'TCP'],
  [/\.ports\[\d+\]\.targetPort$/, () => true],
  [/\.type$/, value => value === 'ClusterIP' || value === 'RollingUpdate'],
  [/\.replicas$/, value => value === 1],
  [/\.imagePullPolicy$/, value => value === 'IfNotPresent' || value === 'Always'],
  [/\.(?:dnsPolicy)$/, value => value === 'ClusterFirst'],
  [/\.restartPolicy$/, value => value === 'Always'],
  [/\.setHostnameAsFQDN$|\.hostNetwork$|\.publishNotReadyAddresses$/, value => value === false],
  [/\.terminationGracePeriodSeconds$/, value => value === 30],
  [/\.minReadySeconds$/, value => value === 0],
  [/\.progressDeadlineSeconds$/, value => value === 600],
  [/\.strategy\.rollingUpdate\.max(?:Surge|Unavailable)$/, value => value === '25%'],
  [/\.(?:failureThreshold)$/, value => value === 3],
  [/\.(?:httpGet)\.scheme$/, value => value === 'HTTP'],
];

/** Labels by which the app tells its objects. */
const DECIDED = /^metadata\.labels\.app\.kubernetes\.io\/(?:managed-by|part-of)$/;

/**
 * What an object that was written in place of another says otherwise, by its path: fields that were lost or changed, and those that
 * were added and mean something.
 */
export function differences({ manifest }: Pick<KubeObject, 'manifest'>, written: Json): readonly string[] {
  const found: string[] = [];
  compare(manifest, written, '', found);
  return found;
}

function compare(before: unknown, after: unknown, path: string, found: string[]): void {
  if (Array.isArray(before) && Array.isArray(after)) {
    const [left, right] = CONTAINER_PORTS.test(path) ? [before, portsLike(before, after)] : [byName(before), byName(after)];
    if (left.length !== right.length) { found.push(`${path} has ${right.length} items, not ${left.length}`); return; }
    left.forEach((item, i) => compare(item, right[i], `${path}[${i}]`, found));
    return;
  }
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) { compare(before[key], after[key], path === '' ? key : `${path}.${key}`, found); }
    return;
  }
  if (isEmpty(before) && isEmpty(after)) { return; }
  if (isEmpty(before)) {
    if (isObject(after)) { Object.entries(after).forEach(([key, value]) => compare(undefined, value, `${path}.${key}`, found)); return; }
    if (!ADDED.some(([pattern, harmless]) => pattern.test(path) && harmless(after))) { found.push(`${path} is added`); }
    return;
  }
  if (isEmpty(after)) {
    // What says what holds anyway may go.
    const isDefault = path !== '' && !/^metadata\.|labels|serviceAccountName|appProtocol|\.name$|targetPort/.test(path) && !isObject(before)
      && ADDED.some(([pattern, harmless]) => pattern.test(path) && harmless(before) && !harmless(Symbol()));
    if (!isDefault) { found.push(`${path} is lost`); }
    return;
  }
  if (DECIDED.test(path)) { return; }
  if (before !== after && !(isQuantity(path) && quantity(before) === quantity(after))) { found.push(`${path} is ${JSON.stringify(after)}, not ${JSON.stringify(before)}`); }
}

const CONTAINER_PORTS = /\.containers\[\d+\]\.ports$/;

/** The ports that are written for those that there were; a port that is named besides changes nothing. */
function portsLike(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const key = (port: unknown): string => (isObject(port) ? `${String(port.containerPort)}/${String(port.protocol ?? 'TCP')}` : '');
  return before.flatMap(port => after.find(one => key(one) === key(port)) ?? []);
}

/** Lists of things with names of their own say the same in any order; but variables may use those before them, and containers have an order. */
function byName(list: readonly unknown[]): readonly unknown[] {
  const names = list.map(item => (isObject(item) && typeof item.name === 'string' && !('image' in item) && !String(item.value).includes('$(') ? item.name : undefined));
  return names.includes(undefined) || new Set(names).size < names.length ? list
    : list.map((item, i) => ({ item, name: names[i]! })).sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ item }) => item);
}

function isQuantity(path: string): boolean {
  return /\.resources\.|\.sizeLimit$/.test(path);
}

const UNITS: { readonly [suffix: string]: number } = {
  '': 1, 'm': 1e-3, 'k': 1e3, 'M': 1e6, 'G': 1e9, 'T': 1e12, 'Ki': 2 ** 10, 'Mi': 2 ** 20, 'Gi': 2 ** 30, 'Ti': 2 ** 40,
};

/** '0.5' of CPU is '500m'. */
function quantity(value: unknown): number | undefined {
  const [, number, unit] = /^([0-9.]+)([A-Za-z]*)$/.exec(String(value)) ?? [];
  return number === undefined || !Object.hasOwn(UNITS, unit) ? undefined : Math.round(Number(number) * UNITS[unit] * 1e6);
}
