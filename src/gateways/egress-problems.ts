import type { EgressGatewayProps } from './egress-gateway-props';
import type { MeshModel } from '../analysis/model';
import type { EgressGatewayInstallation } from '../mesh/gateway-installation';
import type { SecureNamespace } from '../namespaces/secure-namespace';
import { labelValueProblem, serviceNameProblem } from '../private/naming';
import { contextOf } from '../proof/context';

/** What is wrong with a gateway out of the mesh, whatever goes out by it. */
export function egressGatewayProblems(
  id: string, { gateway, replicas }: EgressGatewayProps, installation: EgressGatewayInstallation, namespace: SecureNamespace,
): string[] {
  return [
    serviceNameProblem('name', id),
    replicas !== undefined && (!Number.isInteger(replicas) || replicas < 0) ? `replicas ${replicas} is not a number of pods; use a whole number from 0.` : undefined,
    ...gateway === undefined ? ownProblems(installation, namespace) : platformProblems(gateway, replicas, installation, namespace),
  ].filter(problem => problem !== undefined);
}

/** Pods that are deployed with the gateway. */
function ownProblems({ podLabels }: EgressGatewayInstallation, { namespaceName, mesh, injection }: SecureNamespace): (string | undefined)[] {
  return [
    ...Object.entries(podLabels).map(([label, value]) => labelValueProblem(`pod label '${label}'`, value)),
    injection.injects ? undefined
      : `its pods are filled in by injection, which namespace '${namespaceName}' has disabled; enable it, or declare the gateway in another namespace.`,
    namespaceName === mesh.rootNamespace
      ? `namespace '${namespaceName}' is the mesh's root namespace, whose policies hold in every namespace; declare the gateway in a namespace of its own.` : undefined,
  ];
}

/** Pods that the platform brings. */
function platformProblems(
  gateway: string, replicas: number | undefined, installation: EgressGatewayInstallation, { namespaceName, mesh }: SecureNamespace,
): (string | undefined)[] {
  const { namespace: there } = installation;
  const known = Object.keys(mesh.platform.egressGateways);
  if (!known.includes(gateway)) {
    const list = known.map(name => `'${name}'`).join(', ') || 'it has none';
    return [`egress gateway '${gateway}' is none of the platform's (${list}); name one of them, describe it in the Platform's 'egressGateways', or leave 'gateway' out to deploy one.`];
  }
  return [
    there === namespaceName ? undefined
      : `the pods of egress gateway '${gateway}' are in namespace '${there}', where their policies must stand, and it is declared in '${namespaceName}'; `
        + `declare it in a SecureNamespace for '${there}', with 'adopt' if somebody else owns it.`,
    otherThanShown(gateway, installation, contextOf(mesh).model),
    replicas === undefined ? undefined : "is told its 'replicas' and is deployed by somebody else; leave 'replicas' or 'gateway' out.",
  ];
}

/** What the context shows of the gateway's pods, if that is not what is said of them. Where it shows no pods there is nothing to compare. */
function otherThanShown(gateway: string, { namespace, podLabels, serviceAccount }: EgressGatewayInstallation, model: MeshModel): string | undefined {
  const shown = model.workloads.in(namespace);
  const pods = shown.filter(({ labels }) => Object.entries(podLabels).every(([label, value]) => labels.get(label) === value));
  const said = Object.entries(podLabels).map(([label, value]) => `'${label}: ${value}'`).join(', ');
  const other = pods.find(pod => pod.serviceAccount !== serviceAccount);
  const fix = "describe it in the Platform's 'egressGateways' as it is deployed.";
  return shown.length > 0 && pods.length === 0
    ? `pods of egress gateway '${gateway}' are said to carry ${said}, and in the context no pod of namespace '${namespace}' does (${shown.map(({ kind, name }) => `${kind} ${name}`).join(', ')}); ${fix}`
    : other && `egress gateway '${gateway}' is said to run as service account '${serviceAccount}', and ${other.kind} ${namespace}/${other.name} of the context runs as '${other.serviceAccount}'; ${fix}`;
}
