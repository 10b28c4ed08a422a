import { Size } from 'cdk8s';
import type { ContainerProps } from 'cdk8s-plus-27';
import { Cpu, EnvValue, Volume } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { BookinfoPart } from './bookinfo-parts';
import { BOOKINFO_HEALTH, BOOKINFO_PORT, bookinfoPart, bookinfoServiceAccount } from './bookinfo-parts';
import { HttpCall } from '../../calls/http-call';
import type { GatewayTls } from '../../gateways/gateway-tls';
import { IngressGateway } from '../../gateways/ingress-gateway';
import type { SecureNamespaceProps } from '../../namespaces/secure-namespace';
import { SecureNamespace } from '../../namespaces/secure-namespace';
import { CanaryService } from '../../traffic/canary-service';
import type { CanaryVersion } from '../../traffic/canary-version';
import { LeastPrivilegeWorkload } from '../../workloads/least-privilege-workload';
import { healthProbes } from '../../workloads/workload-containers';
import { labelAccount } from '../service-accounts';

/** Shares of the traffic of reviews, in percent; they add up to 100. */
export interface BookinfoReviewsWeights {
  /**
   * The version without stars.
   * @default 0
   */
  readonly v1?: number;
  /**
   * The version with black stars.
   * @default 0
   */
  readonly v2?: number;
  /**
   * The version with red stars.
   * @default 0
   */
  readonly v3?: number;
}

/** Choices about Bookinfo. */
export interface BookinfoProps extends SecureNamespaceProps {
  /**
   * The host on which the product page is served.
   * @default 'bookinfo.example.com'
   */
  readonly host?: string;

  /**
   * How the gateway terminates TLS.
   * @default - plain HTTP
   */
  readonly tls?: GatewayTls;

  /**
   * The name of the platform's gateway.
   * @default 'ingressgateway'
   */
  readonly gateway?: string;

  /**
   * Shares of the traffic of reviews.
   * @default - an even split, as upstream's Service makes
   */
  readonly reviewsWeights?: BookinfoReviewsWeights;

  /**
   * May the product page ask ratings itself? It does so only for its API path '/api/v1/products/{id}/ratings'.
   * @default false
   */
  readonly ratingsApi?: boolean;
}

/**
 * Istio's sample application with exactly the calls that its source makes: every workload has an identity of its own, is
 * hardened, and is reached by nothing else. In namespace 'bookinfo', unless named otherwise.
 *
 * @see https://istio.io/latest/docs/examples/bookinfo/
 */
export class Bookinfo extends SecureNamespace {
  /** Book details. */
  public readonly details: LeastPrivilegeWorkload;
  /** Stars. */
  public readonly ratings: LeastPrivilegeWorkload;
  /** Reviews, in three versions. */
  public readonly reviews: CanaryService;
  /** Reviews without stars; it calls nothing. */
  public readonly reviewsV1: CanaryVersion;
  /** Reviews with black stars. */
  public readonly reviewsV2: CanaryVersion;
  /** Reviews with red stars. */
  public readonly reviewsV3: CanaryVersion;
  /** The page that shows it all. */
  public readonly productpage: LeastPrivilegeWorkload;
  /** The gateway on which the page is served. */
  public readonly gateway: IngressGateway;

  public constructor(scope: Construct, id: string, props: BookinfoProps = {}) {
    super(scope, id, { ...props, namespace: props.namespace ?? 'bookinfo' });

    this.details = this.workload('details');
    this.ratings = this.workload('ratings');
    this.productpage = this.workload('productpage');

    this.reviews = new CanaryService(this, 'reviews', { port: BOOKINFO_PORT });
    this.reviews.service?.metadata.addLabel('service', 'reviews');
    const weights = props.reviewsWeights ?? { v1: 34, v2: 33, v3: 33 };
    this.reviewsV1 = this.reviewsVersion('v1', weights.v1);
    this.reviewsV2 = this.reviewsVersion('v2', weights.v2);
    this.reviewsV3 = this.reviewsVersion('v3', weights.v3);

    this.productpage.calls.to(this.details, HttpCall.get('/details/*'));
    this.productpage.calls.to(this.reviews, HttpCall.get('/reviews/*'));
    this.reviewsV2.calls.to(this.ratings, HttpCall.get('/ratings/*'));
    this.reviewsV3.calls.to(this.ratings, HttpCall.get('/ratings/*'));
    if (props.ratingsApi) {
      this.productpage.calls.to(this.ratings, HttpCall.get('/ratings/*'));
    }

    this.gateway = new IngressGateway(this, 'bookinfo-gateway', {
      hosts: [props.host ?? 'bookinfo.example.com'], gateway: props.gateway, tls: props.tls,
    });
    this.gateway.expose(this.productpage,
      HttpCall.get('/productpage', '/static/*', '/logout', '/api/v1/products*'),
      HttpCall.post('/login'),
    );
  }

  private workload(app: string): LeastPrivilegeWorkload {
    const part = bookinfoPart(app, 'v1');
    const workload = new LeastPrivilegeWorkload(this, app, {
      port: BOOKINFO_PORT,
      version: part.version,
      containers: [this.container(part)],
      podAnnotations: part.podAnnotations,
      serviceAccountName: bookinfoServiceAccount(app),
    });
    workload.service?.metadata.addLabel('service', app);
    labelAccount(workload, app);
    return workload;
  }

  private reviewsVersion(version: string, weight?: number): CanaryVersion {
    const part = bookinfoPart('reviews', version);
    const handle = this.reviews.addVersion(version, {
      weight,
      containers: [{ ...this.container(part), resources: JAVA }],
      serviceAccountName: `${bookinfoServiceAccount('reviews')}-${version}`,
    });
    labelAccount(handle, 'reviews');
    return handle;
  }

  private container(part: BookinfoPart): ContainerProps {
    const volumes = new Construct(this, `${part.app}-${part.version}-volumes`);
    return {
      name: part.app,
      image: part.image,
      envVariables: Object.fromEntries(Object.entries(part.env).map(([name, value]) => [name, EnvValue.fromValue(value)])),
      ...healthProbes(BOOKINFO_HEALTH, BOOKINFO_PORT),
      volumeMounts: part.volumes.flatMap(({ name, path, alsoAt }) => {
        const volume = Volume.fromEmptyDir(volumes, name, name);
        return [path, ...alsoAt === undefined ? [] : [alsoAt]].map(at => ({ path: at, volume }));
      }),
    };
  }
}

/** A Java server needs more room than the default leaves. */
const JAVA = { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(256), limit: Size.mebibytes(1024) } };
