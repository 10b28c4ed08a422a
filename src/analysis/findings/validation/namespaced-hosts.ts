import { isAddress } from './addresses';
import { isDnsLabel, isPartialWildcard, wildcardDomainProblem } from './dns-names';
import { quoted } from './words';

/** What is wrong with a host that a Gateway serves: `host`, or `namespace/host` for the VirtualServices of a namespace. */
export function gatewayHostProblem(text: string): string | undefined {
  const [namespace, host] = split(text);
  if (namespace !== undefined && namespace !== '*' && namespace !== '.' && !isDnsLabel(namespace)) { return `${quoted(namespace)} in ${quoted(text)} is no namespace`; }
  return hostPartProblem(host, isAddress(host));
}

/**
 * What is wrong with a host that a Sidecar sees: `namespace/host`, in which `~` is no namespace at all.
 *
 * @param excludes whether `~namespace/host` leaves out what other hosts have
 */
export function sidecarHostProblem(text: string, excludes: boolean): string | undefined {
  const [namespace, host] = split(text);
  if (namespace === undefined) { return `${quoted(text)} is not namespace/host`; }
  const named = excludes && namespace.startsWith('~') && namespace !== '~' ? namespace.slice(1) : namespace;
  if (!['*', '.', '~'].includes(named) && !isDnsLabel(named)) { return `${quoted(namespace)} in ${quoted(text)} is no namespace`; }
  return hostPartProblem(host, false);
}

function split(text: string): readonly [namespace: string | undefined, host: string] {
  const slash = text.indexOf('/');
  return slash < 0 ? [undefined, text] : [text.slice(0, slash), text.slice(slash + 1)];
}

function hostPartProblem(host: string, isFine: boolean): string | undefined {
  if (host === '*') { return undefined; }
  const problem = isFine ? undefined : wildcardDomainProblem(host);
  if (problem !== undefined) { return problem; }
  if (!host.includes('.')) { return `${quoted(host)} is a short name, of which nobody knows the namespace`; }
  return isPartialWildcard(host) ? `${quoted(host)} has a * that is only a part of its first label` : undefined;
}
