import { namespaceMode } from '../../../decision/inbound';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls */
export const STRICT_IN_DISABLED_NAMESPACE: Rule = {
  code: 'MESH1072',
  severity: 'error',
  aliases: [],
  title: 'STRICT within a namespace that is disabled',
  explanation: 'Callers find out what to send from the mode of the namespace or mesh. Where that is DISABLE they send plaintext, and a workload or port that is STRICT refuses it.',
  fix: 'Set the namespace to PERMISSIVE or STRICT, or tell callers by a DestinationRule with ISTIO_MUTUAL.',
  *find({ model }) {
    for (const object of model.peerAuthentications.all) {
      if (object.selector === undefined || object.namespace === model.meshConfig.rootNamespace) { continue; }
      const { mode, policy } = namespaceMode(model, object.namespace);
      const strictPort = [...object.ports].find(([, port]) => port === 'STRICT');
      if (mode !== 'DISABLE' || policy === undefined || (object.mode !== 'STRICT' && strictPort === undefined)) { continue; }
      if (model.destinationRules.all.some(({ trafficPolicy }) => trafficPolicy?.tls?.mode === 'ISTIO_MUTUAL')) { continue; }
      yield {
        object,
        path: object.mode === 'STRICT' ? 'spec.mtls.mode' : `spec.portLevelMtls["${strictPort![0]}"].mode`,
        message: `callers send plaintext here, since PeerAuthentication ${policy.namespace}/${policy.name} sets DISABLE`,
      };
    }
  },
};
