/**
 * What is not made of constructs, although it could be tried, and why. It begins empty; whatever the trial of the app shows to be
 * otherwise than the original is decided here, and tried again.
 */
export class Decisions {
  private readonly reasons = new Map<string, string>();

  public get(key: string): string | undefined {
    return this.reasons.get(key);
  }

  /** Decides once: the first reason stays. Returns whether that is new. */
  public decide(key: string, reason: string): boolean {
    if (this.reasons.has(key)) { return false; }
    this.reasons.set(key, reason);
    return true;
  }
}

/** A Deployment stays an object, which a workload of ours takes in. */
export const podsKey = (namespace: string, controller: string): string => `pods of ${namespace}/${controller}`;
/** An application stays as objects. */
export const appKey = (namespace: string, app: string): string => `app ${namespace}/${app}`;
/** Routes of an app stay objects. */
export const routesKey = (namespace: string, app: string): string => `routes of ${namespace}/${app}`;
/** A gateway stays as objects. */
export const gatewayKey = (namespace: string, gateway: string): string => `gateway ${namespace}/${gateway}`;
/** Policies of a namespace stay objects; no calls are declared from them. */
export const policiesKey = (namespace: string): string => `policies of ${namespace}`;
/** The Namespace stays an object. */
export const ownerKey = (namespace: string): string => `Namespace ${namespace}`;
/** Everything in a namespace stays an object. */
export const namespaceKey = (namespace: string): string => `all of ${namespace}`;
/** What is found wrong with the manifests is a warning. */
export const FINDINGS_KEY = 'findings';
