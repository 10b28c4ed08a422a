/**
 * The Istio version that the output is written for: nothing newer than it is emitted.
 */
export class IstioVersion {
  /** Istio 1.28. */
  public static readonly V1_28 = new IstioVersion(28);
  /** Istio 1.29. */
  public static readonly V1_29 = new IstioVersion(29);
  /** Istio 1.30. */
  public static readonly V1_30 = new IstioVersion(30);
  /** Istio 1.31. */
  public static readonly V1_31 = new IstioVersion(31);

  /**
   * A version by its name, such as '1.30' or '1.30.3'.
   *
   * A version that is not known is reported at synth, by the mesh that is given it.
   */
  public static of(version: string): IstioVersion {
    const minor = /^1\.(\d+)(\.\d+)?$/.exec(version)?.[1];
    const known = [IstioVersion.V1_28, IstioVersion.V1_29, IstioVersion.V1_30, IstioVersion.V1_31];
    return known.find(candidate => String(candidate.minor) === minor) ?? new IstioVersion(
      IstioVersion.V1_30.minor,
      `Istio version '${version}' is not known; use one of ${known.join(', ')}.`,
    );
  }

  /**
   * What is wrong with the version, if anything.
   * @internal
   */
  public readonly _problem?: string;

  private constructor(private readonly minor: number, problem?: string) {
    this._problem = problem;
  }

  /** Is this version the other or a later one? */
  public atLeast(other: IstioVersion): boolean {
    return this.minor >= other.minor;
  }

  /** The version as Istio writes it, such as '1.30'. */
  public toString(): string {
    return `1.${this.minor}`;
  }
}
