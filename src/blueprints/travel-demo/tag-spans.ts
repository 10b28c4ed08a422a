import { TAGGED_HEADERS } from './travel-parts';
import type { TravelTracing } from './travel-tracing';
import type { SecureNamespace } from '../../namespaces/secure-namespace';
import { CustomTag } from '../../observability/custom-tag';
import type { Telemetry } from '../../observability/telemetry';
import { Synthesis } from '../../private/synthesis';

/** Whose spans are tagged. */
interface Traced {
  readonly telemetry: Telemetry;
}

/**
 * Tag spans with the headers of the business: portal, device, user and travel. It is said of the namespace; of its workloads,
 * if the namespace is somebody else's.
 */
export function tagSpans(namespace: SecureNamespace, workloads: readonly Traced[], tracing: TravelTracing = {}): void {
  const { provider, randomSamplingPercentage = 10 } = tracing;
  let said = false;
  // The mesh may be described after its namespaces.
  Synthesis.of(namespace).onPrepare(() => {
    const traced = namespace.injection.injects && (provider ?? namespace.mesh.defaultProviders.tracing) !== undefined;
    if (traced && !said) {
      said = true;
      const customTags = Object.fromEntries(TAGGED_HEADERS.map(header => [`http.header.${header}`, CustomTag.header(header)]));
      for (const { telemetry } of namespace.owned ? [namespace] : workloads) {
        telemetry.tracing({ provider, randomSamplingPercentage, customTags });
      }
    }
  });
}
