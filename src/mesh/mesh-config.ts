import type { DefaultProvidersValues, ExtensionProviderValues } from '../observability/mesh-telemetry-values';

/**
 * The part of Istio's MeshConfig on which the output relies, in the shape of Helm values.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export interface MeshHelmValues {
  /** Values of the `istiod` chart under `meshConfig`. */
  readonly meshConfig: MeshConfigValues;

  /**
   * Values under `global`: where proxies have their identities signed.
   * @default - by istiod
   */
  readonly global?: GlobalValues;

  /**
   * Values under `pilot`: istiod's environment.
   * @default - Istio's
   */
  readonly pilot?: PilotValues;
}

/** The part of the chart's `global` that says who signs identities. */
export interface GlobalValues {
  /** The address to which proxies send their certificate requests. */
  readonly caAddress: string;
}

/** The part of the chart's `pilot` that says who signs identities. */
export interface PilotValues {
  /** istiod's environment. */
  readonly env: { readonly [name: string]: string };
}

/** MeshConfig, as far as the output relies on it. */
export interface MeshConfigValues {
  /** The trust domain of every identity. */
  readonly trustDomain: string;

  /** Trust domains whose identities count as ours. */
  readonly trustDomainAliases: string[];

  /** The namespace whose policies hold for the whole mesh. */
  readonly rootNamespace: string;

  /** Proxies use mutual TLS by themselves where the callee can. */
  readonly enableAutoMtls: boolean;

  /** What a proxy does with traffic to what it does not know. */
  readonly outboundTrafficPolicy: MeshOutboundTrafficPolicy;

  /** How paths are made equal before policies look at them. */
  readonly pathNormalization: MeshPathNormalization;

  /**
   * Do proxies trace at all?
   * @default - Istio's, true
   */
  readonly enableTracing?: boolean;

  /**
   * Where proxies may send spans and access logs, and whom they may ask, beside what Istio brings itself.
   * @default - nowhere else
   */
  readonly extensionProviders?: ExtensionProviderValues[];

  /**
   * The providers that are used where no Telemetry names one.
   * @default - Istio's
   */
  readonly defaultProviders?: DefaultProvidersValues;
}

/** What a proxy does with traffic to what it does not know. */
export interface MeshOutboundTrafficPolicy {
  /** 'REGISTRY_ONLY' or 'ALLOW_ANY'. */
  readonly mode: string;
}

/** How paths are made equal before policies look at them. */
export interface MeshPathNormalization {
  /** 'NONE', 'BASE', 'MERGE_SLASHES' or 'DECODE_AND_MERGE_SLASHES'. */
  readonly normalization: string;
}
