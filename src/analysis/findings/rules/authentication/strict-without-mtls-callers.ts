import { hostWithin } from '../../../hosts';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls */
export const STRICT_WITHOUT_CALLERS: Rule = {
  code: 'MESH1043',
  severity: 'error',
  aliases: ['KIA0401', 'KIA0501'],
  title: 'STRICT where callers do not encrypt',
  explanation: 'The mesh does not find out by itself where mutual TLS is wanted (enableAutoMtls: false), and no DestinationRule tells callers, so they send plaintext, which is refused.',
  fix: 'Add a DestinationRule with ISTIO_MUTUAL for the hosts of the namespace, or let the mesh find out.',
  *find({ model }) {
    const { autoMtls, rootNamespace, clusterDomain } = model.meshConfig;
    if (autoMtls) { return; }
    for (const object of model.peerAuthentications.all) {
      if (object.selector !== undefined || object.mode !== 'STRICT') { continue; }
      const hosts = object.namespace === rootNamespace ? '*.local' : `*.${object.namespace}.svc.${clusterDomain}`;
      const told = model.destinationRules.all.some(({ host, trafficPolicy }) =>
        hostWithin(hosts, host) && (trafficPolicy?.tls?.mode === 'ISTIO_MUTUAL' || trafficPolicy?.tls?.mode === 'MUTUAL'));
      if (!told) { yield { object, path: 'spec.mtls.mode', message: `no DestinationRule makes callers of ${hosts} use mutual TLS` }; }
    }
  },
};
