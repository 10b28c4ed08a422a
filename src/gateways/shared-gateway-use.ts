import { installationProblems } from './gateway-installation';
import type { Serving } from './gateway-servers';
import { gatewaySpec } from './gateway-servers';
import type { SharedGatewayConfig } from './shared-gateway';
import type { SecureNamespace } from '../namespaces/secure-namespace';
import { hostWithinHosts } from '../private/gateway-host';
import { dnsLabelProblem } from '../private/naming';
import type { ReliedGateway } from '../proof/gateways';

/** What must be left to the owner of a shared gateway. */
interface OwnSettings {
  readonly hosts: string[];
  readonly gateway?: string;
  readonly tls?: object;
  readonly httpsRedirect?: boolean;
  readonly port?: number;
}

/** What is wrong with using a shared gateway in a namespace. */
export function sharedProblems({ mesh, namespaceName }: SecureNamespace, shared: SharedGatewayConfig, own: OwnSettings): (string | undefined)[] {
  const name = `'${shared.namespace}/${shared.name}'`;
  const decided = (['gateway', 'tls', 'httpsRedirect', 'port'] as const).filter(setting => own[setting] !== undefined);
  const delegated = shared.delegated?.[namespaceName] ?? [];
  return [
    dnsLabelProblem('namespace of the shared gateway', shared.namespace),
    dnsLabelProblem('name of the shared gateway', shared.name),
    ...installationProblems(mesh, shared.gateway ?? 'ingressgateway', shared.namespace),
    ...decided.map(setting => `sets '${setting}', which the shared gateway ${name} decides; leave it out.`),
    ...shared.delegated ? own.hosts.filter(host => !hostWithinHosts(host, delegated)).map(host =>
      `serves host '${host}', which shared gateway ${name} does not delegate to namespace '${namespaceName}'; have its owner call delegate('${namespaceName}', '${host}').`) : [],
  ];
}

/** A Gateway that another app owns, as it is taken for granted: it serves the hosts for this namespace. */
export function relied({ mesh, namespaceName }: SecureNamespace, shared: SharedGatewayConfig, serving: Serving): ReliedGateway {
  const { namespace, name, delegated } = shared;
  return {
    mesh,
    namespace,
    name,
    object: { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { namespace, name }, spec: gatewaySpec(serving) },
    // What the same app declares is read, and not taken for granted.
    reliesOn: delegated ? [] : serving.hosts.map(host => `Gateway '${namespace}/${name}' serves host '${host.slice(namespaceName.length + 1)}' for namespace '${namespaceName}' alone`),
  };
}
