import type { ICaller } from '../calls/caller';
import { sorted, sortedUnique } from '../private/naming';

/** Who sends a request, as a route may ask for it. */
export interface MatchSource {
  readonly namespace: string;
  readonly labels: readonly (readonly [string, string])[];
}

/** The pods of a caller: their namespace, and the labels that all of them carry. */
export function sourceOf(caller: ICaller, report: (problem: string) => void): MatchSource | undefined {
  const configs = caller.toCallerConfigs();
  const names = configs.map(({ name }) => `'${name}'`).join(', ');
  if (configs.length === 0) {
    report('the source of a match has no pods: there is nothing in it.');
    return undefined;
  }
  if (configs.some(({ routes }) => routes)) {
    report(`the source of a match is the gateway ${names}; use HttpMatch.gateway().`);
    return undefined;
  }
  const namespaces = sortedUnique(configs.map(({ namespace }) => namespace));
  const [first, ...others] = configs.map(({ podLabels }) => Object.entries(podLabels ?? {}));
  const labels = first.filter(([label, value]) => others.every(list => list.some(entry => entry[0] === label && entry[1] === value)));
  if (namespaces.length > 1 || (others.length > 0 && labels.length === 0)) {
    report(`no one match finds the pods of ${names}: they have no namespace and label in common; declare a rule for each.`);
    return undefined;
  }
  return { namespace: namespaces[0], labels: sorted(labels, ([label]) => label) };
}

/** The 'namespace/name' of a gateway. */
export function gatewayNames(gateway: ICaller, report: (problem: string) => void): readonly string[] | undefined {
  const configs = gateway.toCallerConfigs();
  const names = configs.map(({ gateway: name }) => name).filter(name => name !== undefined);
  if (names.length !== configs.length || names.length === 0) {
    report(`${configs.map(({ name }) => `'${name}'`).join(', ') || 'the caller'} is no gateway; give an IngressGateway, or use HttpMatch.from().`);
    return undefined;
  }
  return sortedUnique(names);
}
