import { telemetries } from './telemetries';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** Those that every mesh has. */
const BUILT_IN = new Set(['prometheus', 'stackdriver', 'envoy']);

/** @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider */
export const UNKNOWN_TELEMETRY_PROVIDER: Rule = {
  code: 'MESH1170',
  severity: 'error',
  aliases: [],
  title: 'telemetry provider that the mesh does not have',
  explanation: 'A Telemetry names extension providers of the mesh. What is to go to one that is not there goes nowhere.',
  fix: "Add the provider to the mesh's extensionProviders, or correct its name.",
  *find(world) {
    const { extensionProviders } = world.model.meshConfig;
    if (extensionProviders === undefined) { return; }
    for (const { object, spec } of telemetries(world)) {
      for (const part of ['tracing', 'metrics', 'accessLogging']) {
        for (const name of spec.at(part).items.flatMap(entry => entry.at('providers').items.map(provider => provider.at('name')))) {
          if (name.string === undefined || name.string === '' || BUILT_IN.has(name.string) || extensionProviders.includes(name.string)) { continue; }
          yield { object, path: name.path, message: `the mesh has no extension provider ${quoted(name.string)}` };
        }
      }
    }
  },
};
