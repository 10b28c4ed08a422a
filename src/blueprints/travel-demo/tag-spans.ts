import { TAGGED_HEADERS } from './travel-parts';
import type { TravelTracing } from './travel-tracing';
import type { SecureNamespace } from '../../namespaces/secure-namespace';
import { CustomTag } from '../../observability/custom-tag';
import { Synthesis } from '../../private/synthesis';

/** Tag spans with the headers of the business: portal, device, user and travel. */
export function tagSpans(namespace: SecureNamespace, { provider, randomSamplingPercentage = 10 }: TravelTracing): void {
  let said = false;
  // The mesh may be described after its namespaces.
  Synthesis.of(namespace).onPrepare(() => {
    const traced = namespace.injection.injects && (provider ?? namespace.mesh.defaultProviders.tracing) !== undefined;
    if (traced && !said) {
      said = true;
      namespace.telemetry.tracing({
        provider,
        randomSamplingPercentage,
        customTags: Object.fromEntries(TAGGED_HEADERS.map(header => [`http.header.${header}`, CustomTag.header(header)])),
      });
    }
  });
}
