import { parse } from 'yaml';
import { dig, isObject, stringOr } from '../../../json';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshNetworks */
export const UNKNOWN_REGISTRY: Rule = {
  code: 'MESH1541',
  severity: 'error',
  aliases: ['IST0126'],
  title: 'network of a cluster that nobody knows',
  explanation: 'A network of meshNetworks names a cluster of which istiod has no secret, so no endpoints belong to the network.',
  fix: 'Name a cluster by its remote secret, or Kubernetes for the own one.',
  *find(world) {
    const clusters = new Set(['Mock', 'Kubernetes', 'External']);
    for (const { object } of world.objects('Secret', '')) {
      if (dig(object, 'metadata', 'labels', 'istio/multiCluster') !== 'true') { continue; }
      for (const field of ['data', 'stringData']) { Object.keys(Object(dig(object, field))).forEach(key => clusters.add(key)); }
    }
    for (const object of world.objects('ConfigMap', '').filter(({ name, namespace }) => name === 'istio' && namespace === world.model.meshConfig.rootNamespace)) {
      const at = Cursor.of(object.object, 'data', 'meshNetworks');
      for (const [network, endpoint] of registriesOf(at.string ?? '')) {
        if (!clusters.has(endpoint)) { yield { object, path: at.path, message: `network ${quoted(network)} is that of ${quoted(endpoint)}, and there is no such cluster` }; }
      }
    }
  },
};

function registriesOf(text: string): readonly (readonly [string, string])[] {
  let read: unknown;
  try {
    read = parse(text, { logLevel: 'silent', maxAliasCount: 100 });
  } catch {
    return [];
  }
  const networks = dig(read, 'networks');
  return (isObject(networks) ? Object.entries(networks) : []).flatMap(([network, value]) => {
    const endpoints = dig(value, 'endpoints');
    return (Array.isArray(endpoints) ? endpoints : []).map(endpoint => [network, stringOr(dig(endpoint, 'fromRegistry'), '')] as const).filter(([, registry]) => registry !== '');
  });
}
