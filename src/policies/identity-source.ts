import type { CallerConfig } from '../calls/caller';
import { IdentityForm } from '../mesh/identity-form';
import type { MeshKinds } from '../private/mesh-object';
import { sorted, sortedUnique } from '../private/naming';

type Rule = NonNullable<MeshKinds['AuthorizationPolicy']['rules']>[number];
export type Source = NonNullable<NonNullable<Rule['from']>[number]['source']>;

/** How callers are to be named. */
export interface IdentityNaming {
  readonly form: IdentityForm;
  /** Has the Istio version `trustDomains`? Without, an account of any trust domain that the mesh knows is meant. */
  readonly trustDomains: boolean;
}

/** The form that every Istio version has. */
export const BY_PRINCIPAL: IdentityNaming = { form: IdentityForm.PRINCIPALS, trustDomains: false };

/** How many service accounts the CRD lets one source have. */
const MAX_SERVICE_ACCOUNTS = 16;

/** The namespace of callers that are a whole trust domain. */
export const EVERY_NAMESPACE = '*';

/** The caller's identity without its scheme; without a service account it is a whole namespace, or a whole trust domain. */
export function principalOf({ trustDomain, namespace, serviceAccount = '*' }: CallerConfig): string {
  return namespace === EVERY_NAMESPACE ? `${trustDomain}/*` : `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

export function principalsOf(callers: readonly CallerConfig[]): string[] {
  return sortedUnique(callers.map(principalOf));
}

/** Sources of which each stands for some of the callers, and all together for all of them. */
export function sourcesOf(callers: readonly CallerConfig[], { form, trustDomains }: IdentityNaming): Source[] {
  if (form === IdentityForm.PRINCIPALS) {
    return [{ principals: principalsOf(callers) }];
  }
  const byTrustDomain = new Map<string, CallerConfig[]>();
  for (const caller of callers) {
    const key = trustDomains ? caller.trustDomain : '';
    byTrustDomain.set(key, [...byTrustDomain.get(key) ?? [], caller]);
  }
  return sorted(byTrustDomain, ([domain]) => domain).flatMap(([domain, group]) => {
    const of = trustDomains ? { trustDomains: [domain] } : {};
    const everywhere = group.filter(one => one.namespace === EVERY_NAMESPACE);
    const named = group.filter(one => one.namespace !== EVERY_NAMESPACE);
    const accounts = sortedUnique(named.filter(one => one.serviceAccount !== undefined).map(one => `${one.namespace}/${one.serviceAccount}`));
    const namespaces = sortedUnique(named.filter(one => one.serviceAccount === undefined).map(one => one.namespace));
    return [
      // `trustDomains` would mean the mesh's own and all of its aliases.
      ...everywhere.length > 0 ? [{ principals: principalsOf(everywhere) }] : [],
      ...inParts(accounts, MAX_SERVICE_ACCOUNTS).map(serviceAccounts => ({ serviceAccounts, ...of })),
      // Istio takes no namespaces beside service accounts.
      ...namespaces.length > 0 ? [{ namespaces, ...of }] : [],
    ];
  });
}

function inParts<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
