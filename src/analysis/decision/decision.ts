import type { Element } from '../model';

export type Verdict = 'ALLOW' | 'DENY' | 'UNKNOWN';

/** The layers, in the order in which a request meets them. */
export const LAYERS = [
  'interception', 'sidecar', 'routing', 'networkPolicy', 'mutualTls', 'requestAuthentication', 'authorizationPolicy',
] as const;
export type Layer = typeof LAYERS[number];

/** What a caller sees of an answer: a status of HTTP, or what becomes of the connection. */
export type Sees = string;

/**
 * What one mechanism alone says about the request.
 */
export interface LayerVerdict {
  readonly layer: Layer;
  readonly verdict: Verdict;
  /** Whether a compromised caller cannot step around it. */
  readonly boundary: boolean;
  readonly reason: string;
  /** The object that decides, if one does. */
  readonly object?: Element;
  /** Where in the object. */
  readonly rule?: string;
  readonly sees?: Sees;
}

export interface Decision {
  readonly verdict: Verdict;
  /** The layer that decides; the last one of those that admit an allowed request. */
  readonly layer: Layer;
  readonly object?: Element;
  readonly rule?: string;
  readonly reason: string;
  readonly sees?: Sees;
  readonly layers: readonly LayerVerdict[];
}

/** Builds verdicts of one layer. */
export class LayerSpeaker {
  public constructor(private readonly layer: Layer, private readonly boundary: boolean) {}

  public allow(reason: string, object?: Element, rule?: string): LayerVerdict {
    return this.verdict('ALLOW', reason, object, rule);
  }

  public deny(reason: string, sees: Sees | undefined, object?: Element, rule?: string): LayerVerdict {
    return { ...this.verdict('DENY', reason, object, rule), ...sees === undefined ? {} : { sees } };
  }

  public unknown(reason: string, object?: Element, rule?: string): LayerVerdict {
    return this.verdict('UNKNOWN', reason, object, rule);
  }

  private verdict(verdict: Verdict, reason: string, object: Element | undefined, rule: string | undefined): LayerVerdict {
    const { layer, boundary } = this;
    if (object === undefined) { return rule === undefined ? { layer, verdict, boundary, reason } : { layer, verdict, boundary, reason, rule }; }
    return rule === undefined ? { layer, verdict, boundary, reason, object } : { layer, verdict, boundary, reason, object, rule };
  }
}
