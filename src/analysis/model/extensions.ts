import type { Attachment } from './authentication';
import { readAttachment } from './authentication';
import type { Element } from './element';
import type { Source } from './source';
import { elementOf } from './source';

export type FilterContext = 'ANY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND' | 'GATEWAY' | 'WAYPOINT';

/**
 * Code or patches in a proxy that no manifest can tell the effect of: EnvoyFilter, WasmPlugin, TrafficExtension.
 */
export interface Extension extends Element, Attachment {
  readonly contexts: readonly FilterContext[];
}

export function readEnvoyFilter(source: Source): Extension {
  const spec = source.reader.object('spec');
  const labels = spec.object('workloadSelector').map('labels');
  const patches = spec.objects('configPatches') ?? [];
  return {
    hasTargets: readAttachment(spec).hasTargets,
    ...labels === undefined ? {} : { selector: labels },
    contexts: [...new Set(patches.map(patch => (patch.object('match').string('context') ?? 'ANY') as FilterContext))],
    ...elementOf(source),
  };
}

/** Both run in every direction unless their match says otherwise, which is not read. */
export function readProxyExtension(source: Source): Extension {
  return { ...readAttachment(source.reader.object('spec')), contexts: ['ANY'], ...elementOf(source) };
}
