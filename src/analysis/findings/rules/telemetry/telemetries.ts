import type { Element, Labels, Workload } from '../../../model';
import { Cursor } from '../../cursor';
import { selectedPods } from '../../world/attached-pods';
import type { World } from '../../world/world';

/** A Telemetry, and whom it is for. */
export interface WrittenTelemetry {
  readonly object: Element;
  readonly spec: Cursor;
  /** Undefined without a selector. */
  readonly selector?: Labels;
  readonly hasTargets: boolean;
}

export function telemetries(world: World): readonly WrittenTelemetry[] {
  return world.once(collect);
}

/** The workloads of its own namespace that one with a selector is for: in the root namespace too it is for no others. */
export function workloadsOf(world: World, { object, selector }: WrittenTelemetry): readonly Workload[] {
  return selector === undefined ? [] : selectedPods(world, object.namespace, selector).filter(({ namespace }) => namespace === object.namespace);
}

function collect(world: World): readonly WrittenTelemetry[] {
  return world.objects('Telemetry', 'telemetry.istio.io').map(object => {
    const spec = Cursor.of(object.object, 'spec');
    const labels = spec.at('selector', 'matchLabels').entries.flatMap(([key, at]) => (at.string === undefined ? [] : [[key, at.string] as const]));
    return {
      object,
      spec,
      ...labels.length === 0 ? {} : { selector: new Map(labels) },
      hasTargets: spec.at('targetRef').exists || spec.at('targetRefs').length > 0,
    };
  });
}
