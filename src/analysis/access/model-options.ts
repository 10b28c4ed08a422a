import type { MeshAccessOptions } from './mesh-access-options';
import type { ModelOptions } from '../model';

/** The options of access in the terms of the model. */
export function modelOptions(options: MeshAccessOptions): ModelOptions {
  const { defaultNamespace, ingressGateways, machinesWithProxy, registryOnly } = options;
  const { trustDomain, trustDomainAliases, rootNamespace, clusterDomain, autoMtls, pathNormalization } = options;
  const meshConfig = {
    trustDomain,
    trustDomainAliases,
    rootNamespace,
    clusterDomain,
    autoMtls,
    pathNormalization,
    outboundMode: registryOnly === undefined ? undefined : registryOnly ? 'REGISTRY_ONLY' : 'ALLOW_ANY',
  };
  return {
    meshConfig: Object.fromEntries(Object.entries(meshConfig).filter(([, value]) => value !== undefined)),
    ...defaultNamespace === undefined ? {} : { defaultNamespace },
    ...machinesWithProxy === undefined ? {} : { machinesWithProxy },
    ...ingressGateways === undefined ? {} : {
      ingressGateways: ingressGateways.map(gateway => ({ ...gateway, labels: new Map(Object.entries(gateway.labels)) })),
    },
  };
}
