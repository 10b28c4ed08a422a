import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { egressPorts } from './egress-installation';
import type { EgressGatewayInstallation } from '../mesh/gateway-installation';

/**
 * The pods of a gateway: nothing but a proxy, which Istio's injector fills in, under a service account of its own.
 *
 * @returns the Deployment
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function createEgressPods(scope: Construct, installation: EgressGatewayInstallation, replicas: number): ApiObject {
  const { podLabels, serviceAccount } = installation;
  new ApiObject(scope, 'ServiceAccount', {
    apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount }, automountServiceAccountToken: false,
  });
  const metadata = { name: installation.serviceName, labels: { ...podLabels } };
  new ApiObject(scope, 'Service', { apiVersion: 'v1', kind: 'Service', metadata, spec: serviceSpec(installation) });
  return new ApiObject(scope, 'Deployment', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas, selector: { matchLabels: podLabels }, template: podTemplate(installation) },
  });
}

/** Pods and Service of a gateway that somebody else deploys, as far as policies see them. */
export function asIfDeployed(installation: EgressGatewayInstallation): object[] {
  const metadata = { name: installation.serviceName, namespace: installation.namespace };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: serviceSpec(installation) },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: { matchLabels: installation.podLabels }, template: podTemplate(installation) } },
  ];
}

function serviceSpec(installation: EgressGatewayInstallation): object {
  return {
    selector: installation.podLabels,
    ports: Object.values(egressPorts(installation)).map(({ port, targetPort, protocol }) => ({ name: protocol, port, targetPort, protocol: 'TCP' })),
  };
}

function podTemplate(installation: EgressGatewayInstallation): object {
  const { podLabels, serviceAccount } = installation;
  return {
    metadata: {
      labels: { ...podLabels, 'sidecar.istio.io/inject': 'true' },
      annotations: { 'inject.istio.io/templates': 'gateway' },
    },
    spec: {
      serviceAccountName: serviceAccount,
      // Its certificate comes by a token that injection mounts; that for the API server it does not need.
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{
        name: 'istio-proxy',
        image: 'auto',
        ports: Object.values(egressPorts(installation)).map(({ name, targetPort }) => ({ name, containerPort: targetPort, protocol: 'TCP' })),
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1Gi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsGroup: 1337,
          runAsNonRoot: true,
          runAsUser: 1337,
        },
      }],
    },
  };
}
