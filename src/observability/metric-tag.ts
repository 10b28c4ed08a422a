import { celProblem } from './cel';
import type { MeshKinds } from '../private/mesh-object';

type Override = NonNullable<NonNullable<MeshKinds['Telemetry']['metrics']>[number]['overrides']>[number];
type Wire = NonNullable<Override['tagOverrides']>[string];

/** What becomes of a tag of a metric. */
export class MetricTag {
  /**
   * It has this value.
   * @param value an expression in CEL, such as 'request.host' or 'string(destination.port)'
   */
  public static upsert(value: string): MetricTag {
    return new MetricTag({ operation: 'UPSERT', value }, celProblem('value', value));
  }

  /** It is left out. */
  public static remove(): MetricTag {
    return new MetricTag({ operation: 'REMOVE' }, undefined);
  }

  private constructor(
    /** @internal */
    public readonly _wire: Wire,
    /** @internal */
    public readonly _problem: string | undefined,
  ) {}
}
