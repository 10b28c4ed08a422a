/**
 * How policies name callers. Both mean the same; the proof holds either against the declared calls.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export enum IdentityForm {
  /** As `principals`: '<trust domain>/ns/<namespace>/sa/<account>'. */
  PRINCIPALS = 'principals',
  /** As `serviceAccounts`: '<namespace>/<account>', with `trustDomains` where the Istio version has them (1.30). */
  SERVICE_ACCOUNTS = 'serviceAccounts',
}
