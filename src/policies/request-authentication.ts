import type { MeshKinds } from '../private/mesh-object';

type Spec = MeshKinds['RequestAuthentication'];
type Labels = { readonly [label: string]: string };

/**
 * The RequestAuthentication of the pods that a selector names, or of a namespace. It verifies the tokens that there are;
 * a request without any passes.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export function requestAuthentication(rules: NonNullable<Spec['jwtRules']>, selector?: Labels): Spec {
  return { ...selector ? { selector: { matchLabels: selector } } : {}, jwtRules: rules };
}

/** Requests that must carry a token. */
export interface TokenRequirement {
  /** The pods; undefined for all of the namespace. */
  readonly selector?: Labels;
  /** The pods' ports that speak HTTP: on any other, a policy sees no token and would deny everything. Undefined for every port. */
  readonly ports?: readonly number[];
  /** Hosts of the requests; undefined for every host. */
  readonly hosts?: readonly string[];
  /** Paths that are open without token. */
  readonly exceptPaths: readonly string[];
}

/** The AuthorizationPolicy that denies requests without a verified token, whoever sends them. */
export function requireToken({ selector, ports, hosts, exceptPaths }: TokenRequirement): MeshKinds['AuthorizationPolicy'] {
  const operation = {
    ...ports ? { ports: ports.map(String) } : {},
    ...hosts ? { hosts: [...hosts] } : {},
    ...exceptPaths.length > 0 ? { notPaths: [...exceptPaths] } : {},
  };
  return {
    ...selector ? { selector: { matchLabels: selector } } : {},
    action: 'DENY',
    rules: [{
      from: [{ source: { notRequestPrincipals: ['*'] } }],
      ...Object.keys(operation).length > 0 ? { to: [{ operation }] } : {},
    }],
  };
}
