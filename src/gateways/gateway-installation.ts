import type { GatewayInstallation } from '../mesh/gateway-installation';
import type { Mesh } from '../mesh/mesh';

const NOWHERE: GatewayInstallation = { namespace: 'unknown', serviceAccount: 'unknown', podLabels: { unknown: 'unknown' } };

/** A gateway of the platform by its name. One that the platform does not know is reported; the synth fails, so the stand-in is never written. */
export function installationOf(mesh: Mesh, gateway: string): GatewayInstallation {
  return known(mesh, gateway) ?? NOWHERE;
}

/** Every object has further properties than its own, such as 'toString'. */
function known({ platform: { ingressGateways } }: Mesh, gateway: string): GatewayInstallation | undefined {
  return Object.hasOwn(ingressGateways, gateway) ? ingressGateways[gateway] : undefined;
}

/** By this label the Gateway API finds the pods that it has deployed for a gateway. */
const MANAGED = 'gateway.networking.k8s.io/gateway-name';

/** What is wrong with a Gateway of a namespace at a gateway of the platform. */
export function installationProblems(mesh: Mesh, gateway: string, namespace: string): string[] {
  const installation = known(mesh, gateway);
  if (!installation) {
    const names = Object.keys(mesh.platform.ingressGateways).map(name => `'${name}'`).join(', ');
    return [`gateway '${gateway}' is none of the platform's (${names || 'it has none'}); name one of them, or describe it in the Platform's 'ingressGateways'.`];
  }
  const { namespace: pods, podLabels, ownNamespaceOnly } = installation;
  const confined = ownNamespaceOnly ?? podLabels[MANAGED] !== undefined;
  return confined && pods !== namespace ? [
    `gateway '${gateway}' takes Gateways of its own namespace '${pods}' only, and this one would be in '${namespace}'; `
    + `let the owner of '${pods}' declare a SharedGateway there, and name it as 'sharedGateway'.`,
  ] : [];
}
