import type { Duration } from 'cdk8s';

/** How long a certificate lives. */
export interface CertificateLife {
  /**
   * How long it is valid, at least an hour.
   * @default - see the construct
   */
  readonly duration?: Duration;

  /**
   * How long before its end it is renewed; shorter than `duration`.
   * @default - a third of `duration`
   */
  readonly renewBefore?: Duration;
}

/** The same, as it is written. */
export function lifeOf({ duration, renewBefore }: CertificateLife): { readonly duration?: string; readonly renewBefore?: string } {
  return {
    ...duration ? { duration: `${duration.toSeconds()}s` } : {},
    ...renewBefore ? { renewBefore: `${renewBefore.toSeconds()}s` } : {},
  };
}

/** What cert-manager has against it. */
export function lifeProblems({ duration, renewBefore }: CertificateLife): string[] {
  // cert-manager's own default is 90 days.
  const [whole, before] = [duration?.toSeconds() ?? 90 * 24 * 3600, renewBefore?.toSeconds()];
  return [
    ...whole < 3600 ? [`is valid for ${whole} s, and cert-manager takes no less than an hour; set 'duration' to an hour or more.`] : [],
    ...before !== undefined && before < 300 ? [`is renewed ${before} s before its end, and cert-manager takes no less than 5 minutes; set 'renewBefore' to more.`] : [],
    ...before !== undefined && before >= whole ? [`is renewed ${before} s before its end, and valid for ${whole} s only; set 'renewBefore' to less than 'duration'.`] : [],
  ];
}
