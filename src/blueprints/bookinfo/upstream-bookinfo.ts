import { JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { BOOKINFO_PARTS, BOOKINFO_PORT, bookinfoServiceAccount } from './bookinfo-parts';
import { addUpstreamObjects } from './upstream-objects';
import type { CallerConfig } from '../../calls/caller';
import { Calls } from '../../calls/calls';
import { HttpCall } from '../../calls/http-call';
import { Mechanism } from '../../mesh/mechanism';
import type { SecureNamespace } from '../../namespaces/secure-namespace';
import type { SecureNamespaceProps } from '../../namespaces/secure-namespace-props';
import { MtlsMode } from '../../policies/mtls-mode';
import { LeastPrivilegeWorkload } from '../../workloads/least-privilege-workload';
import { ServiceReference } from '../../workloads/service-reference';
import { WorkloadPort } from '../../workloads/workload-port';
import { UpstreamNamespace } from '../upstream-namespace';

/** What a tutorial on mesh security adds to upstream's Bookinfo. */
export enum BookinfoTutorial {
  /** A Sidecar for productpage, which then knows details, reviews and `istio-system` only; nothing else. */
  SIDECAR = 'sidecar',
  /** NetworkPolicies for the call graph and the platform's baseline; nothing else. */
  NETWORK_POLICY = 'network-policy',
  /** Mutual TLS is required in the namespace. */
  STRICT_MTLS = 'strict-mtls',
  /** STRICT_MTLS, and nobody is admitted to anything. */
  DENY_ALL = 'deny-all',
  /** DENY_ALL, but productpage may GET /details/* of details. */
  DETAILS_VIEWER = 'details-viewer',
  /** DENY_ALL, but reviews may GET /ratings/* of ratings. */
  RATINGS_FROM_REVIEWS = 'ratings-from-reviews',
}

/** Choices about upstream's Bookinfo. */
export interface UpstreamBookinfoProps {
  /**
   * The namespace.
   * @default 'bookinfo'
   */
  readonly namespace?: string;

  /**
   * Does somebody else own the namespace, `default` for example? Then the Namespace is not emitted, nor anything that holds
   * for all of it.
   * @default false
   */
  readonly adopt?: boolean;

  /**
   * What a tutorial adds.
   * @default - nothing: upstream's objects as they are
   */
  readonly tutorial?: BookinfoTutorial;
}

/** The mechanisms of a namespace in each tutorial; none of them hardens pods. */
const NAMESPACE: { readonly [tutorial in BookinfoTutorial]: SecureNamespaceProps } = {
  [BookinfoTutorial.SIDECAR]: {},
  [BookinfoTutorial.NETWORK_POLICY]: { enforce: [Mechanism.NETWORK_POLICY] },
  [BookinfoTutorial.STRICT_MTLS]: { mtls: MtlsMode.STRICT },
  [BookinfoTutorial.DENY_ALL]: { mtls: MtlsMode.STRICT, enforce: [Mechanism.AUTHORIZATION_POLICY] },
  [BookinfoTutorial.DETAILS_VIEWER]: { mtls: MtlsMode.STRICT, enforce: [Mechanism.AUTHORIZATION_POLICY] },
  [BookinfoTutorial.RATINGS_FROM_REVIEWS]: { mtls: MtlsMode.STRICT, enforce: [Mechanism.AUTHORIZATION_POLICY] },
};

/**
 * Istio's sample application as upstream has it, unhardened and without any policy, and what tutorials add to it: to
 * compare with, and to follow a tutorial. For the application as it should run, see `Bookinfo`.
 *
 * @see https://istio.io/latest/docs/examples/bookinfo/
 */
export class UpstreamBookinfo extends UpstreamNamespace {
  public constructor(scope: Construct, id: string, props: UpstreamBookinfoProps = {}) {
    super(scope, id, {
      namespace: props.namespace ?? 'bookinfo',
      adopt: props.adopt,
      ...props.tutorial ? NAMESPACE[props.tutorial] : {},
    });
    addUpstreamObjects(this);
    switch (props.tutorial) {
      case BookinfoTutorial.SIDECAR:
        this.addSidecar();
        break;
      case BookinfoTutorial.NETWORK_POLICY:
        this.addNetworkPolicies();
        break;
      case BookinfoTutorial.DETAILS_VIEWER:
        this.addViewer('details', 'productpage', '/details/*', 'details-viewer');
        break;
      case BookinfoTutorial.RATINGS_FROM_REVIEWS:
        this.addViewer('ratings', 'reviews', '/ratings/*', 'ratings-viewer');
        break;
    }
  }

  private addSidecar(): void {
    const productpage = this.member('productpage', [Mechanism.SIDECAR], ['istio-system/*']);
    for (const callee of ['details', 'reviews']) {
      productpage.calls.to(this.reference(callee), HttpCall.any());
    }
    productpage.sidecar.addJsonPatch(JsonPatch.replace('/metadata/name', 'sidecar-productpage'));
  }

  private addNetworkPolicies(): void {
    const [details, ratings, reviews, productpage] = ['details', 'ratings', 'reviews', 'productpage'].map(app =>
      this.member(app, [Mechanism.NETWORK_POLICY]));
    productpage.calls.to(details, HttpCall.any());
    productpage.calls.to(reviews, HttpCall.any());
    reviews.calls.to(ratings, HttpCall.any());
    // The gateway's own objects are upstream's; only its way to the page is opened.
    Calls._of(this, { toCallerConfigs: () => gatewayCallers(this) }).to(productpage, HttpCall.any());
  }

  private addViewer(callee: string, caller: string, path: string, policy: string): void {
    const viewed = this.member(callee, [Mechanism.AUTHORIZATION_POLICY]);
    this.reference(caller).calls.to(viewed, HttpCall.get(path));
    viewed.authorizationPolicy.addJsonPatch(JsonPatch.replace('/metadata/name', policy));
  }

  /** Upstream's workload as it is, with the policies of the mechanisms alone. All versions of an application share them. */
  private member(app: string, enforce: Mechanism[], extraSidecarHosts: string[] = []): LeastPrivilegeWorkload {
    return new LeastPrivilegeWorkload(this, app, {
      workload: this.object('Deployment', `${app}-v1`),
      otherVersions: BOOKINFO_PARTS.filter(part => part.app === app && part.version !== 'v1').map(part => this.object('Deployment', `${app}-${part.version}`)),
      existingService: this.object('Service', app),
      hardening: { leaveAsIs: true },
      enforce,
      extraSidecarHosts,
    });
  }

  /** Upstream's workload as another one sees it, without any policy of its own. */
  private reference(app: string): ServiceReference {
    return new ServiceReference(this, app, {
      namespace: this.namespaceName,
      ports: [WorkloadPort.http(BOOKINFO_PORT)],
      podLabels: { app },
      serviceAccount: bookinfoServiceAccount(app),
    });
  }
}

/** Upstream's Gateway selects pods labelled `istio: ingressgateway`, wherever the platform runs them. */
function gatewayCallers(namespace: SecureNamespace): CallerConfig[] {
  const { mesh } = namespace;
  return Object.entries(mesh.platform.ingressGateways).map(([name, gateway]) => ({
    name: `gateway ${name}`, trustDomain: mesh.trustDomain, meshed: true, routes: true, ...gateway,
  }));
}
