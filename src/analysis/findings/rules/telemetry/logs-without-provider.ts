import { telemetries } from './telemetries';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/tasks/observability/logs/telemetry-api/ */
export const LOGS_WITHOUT_PROVIDER: Rule = {
  code: 'MESH1143',
  severity: 'warning',
  aliases: ['IST0157'],
  title: 'access logs that go nowhere',
  explanation: 'The Telemetry turns access logs on and names no provider, and the mesh has no default provider for them, so nothing is written.',
  fix: 'Name a provider, such as envoy, or set defaultProviders.accessLogging of the mesh.',
  *find(world) {
    if (world.model.meshConfig.defaultAccessLogging !== false) { return; }
    for (const { object, spec } of telemetries(world)) {
      for (const entry of spec.at('accessLogging').items) {
        if (entry.at('disabled').boolean === true || entry.at('providers').length > 0) { continue; }
        yield { object, path: entry.path, message: 'no provider is named, and the mesh has no default for access logs' };
      }
    }
  },
};
