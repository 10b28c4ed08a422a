import type { IConstruct } from 'constructs';
import { CallGraph } from '../calls/call-graph';
import type { ICallee } from '../calls/callee';
import type { ReferencedService } from '../contracts/service-references';
import { Mechanism } from '../mesh/mechanism';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { claimantOf } from '../private/claims';
import { sortedUnique } from '../private/naming';

/** A namespace of this app denies what its own constructs do not open; what another app opens there, its contract says. */
export function problemsHere(reference: IConstruct, { name, namespace: namespaceName, saidBy }: ReferencedService): string[] {
  const namespace = reference.node.root.node.children.find(child =>
    SecureNamespace.isSecureNamespace(child) && child.namespaceName === namespaceName) as SecureNamespace | undefined;
  if (namespace === undefined) {
    return [];
  }
  if (saidBy !== undefined) {
    const own = claimantOf(reference, `service of namespace '${namespaceName}'`, name);
    return own === undefined ? [] : [
      `${saidBy} says that another app declares service '${name}' of namespace '${namespaceName}', and this app does so too ('${own.node.path}'); one of them owns it, give the other one another name.`,
    ];
  }
  const denies = namespace._floorOf(Mechanism.AUTHORIZATION_POLICY) || namespace._floorOf(Mechanism.NETWORK_POLICY);
  return denies && CallGraph.of(reference).incoming(reference.node.path).length > 0 ? [
    `is of namespace '${namespaceName}', which this app owns and which denies whatever is not opened there; refer to the construct that declares the service, or to the contract of the app that does.`,
  ] : [];
}

/** Callers of other namespaces know nothing of the traffic that is declared at a reference. */
export function strangersTo(reference: IConstruct & ICallee): string[] {
  const { routedFrom } = reference.toCalleeConfigs()[0];
  const calls = CallGraph.of(reference).incoming(reference.node.path);
  const callers = calls.map(({ caller }) => caller).filter(({ namespace }) => namespace !== routedFrom);
  return routedFrom === undefined ? [] : sortedUnique(callers.map(({ name, namespace }) =>
    `is called by '${name}' of namespace '${namespace}', and what is said of its traffic holds in namespace '${routedFrom}' only; declare a reference there too.`));
}
