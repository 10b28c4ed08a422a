import { labelValueProblem } from '../private/naming';

/**
 * How the pods of a namespace get their proxies.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export class Injection {
  /** By the default revision: label `istio-injection: enabled`. */
  public static enabled(): Injection {
    return new Injection({ 'istio-injection': 'enabled' }, true);
  }

  /**
   * By a revision or a revision tag: label `istio.io/rev`.
   *
   * @param revision the revision or tag, such as '1-30' or 'prod'
   */
  public static revision(revision: string): Injection {
    return new Injection({ 'istio.io/rev': revision }, true, labelValueProblem('revision', revision)
      ?? (revision === '' ? "the revision is empty; name one such as '1-30', or use Injection.enabled()." : undefined));
  }

  /** Not at all: the pods have no proxy and no identity, and only NetworkPolicy guards them. */
  public static disabled(): Injection {
    return new Injection({ 'istio-injection': 'disabled' }, false);
  }

  /**
   * What is wrong with it, if anything.
   * @internal
   */
  public readonly _problem?: string;

  private constructor(
    /** The namespace's labels. */
    public readonly labels: { readonly [key: string]: string },
    /** Do pods get a proxy? */
    public readonly injects: boolean,
    problem?: string,
  ) {
    this._problem = problem;
  }
}
