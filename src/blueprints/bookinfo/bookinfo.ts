import type { ContainerResources, EnvValue } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { IBookinfoApp } from './bookinfo-app';
import type { DeployedDatabase } from './bookinfo-database';
import type { BookinfoPart } from './bookinfo-parts';
import { BOOKINFO_PORT, bookinfoPart, bookinfoServiceAccount, DETAILS_V2, GOOGLE_APIS, ratingsPart } from './bookinfo-parts';
import { bookinfoContainer, JAVA } from './bookinfo-pods';
import type { BookinfoProps } from './bookinfo-props';
import { sortOut } from './routings/conflicts';
import { HttpCall } from '../../calls/http-call';
import { TcpCall } from '../../calls/tcp-call';
import { ExternalPort } from '../../gateways/external-port';
import { ExternalService } from '../../gateways/external-service';
import { IngressGateway } from '../../gateways/ingress-gateway';
import { SecureNamespace } from '../../namespaces/secure-namespace';
import { Synthesis } from '../../private/synthesis';
import { CanaryService } from '../../traffic/canary-service';
import type { CanaryVersion } from '../../traffic/canary-version';
import { ClientTls } from '../../traffic/destination/client-tls';
import { LeastPrivilegeWorkload } from '../../workloads/least-privilege-workload';
import { mysqlPodSecurity } from '../mysql';
import { labelAccount } from '../service-accounts';

/**
 * Istio's sample application with exactly the calls that its source makes: every workload has an identity of its own, is
 * hardened, and is reached by nothing else. In namespace 'bookinfo', unless named otherwise.
 *
 * @see https://istio.io/latest/docs/examples/bookinfo/
 */
export class Bookinfo extends SecureNamespace {
  /** Book details. */
  public readonly details: IBookinfoApp;
  /** Stars. */
  public readonly ratings: IBookinfoApp;
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
  /** Google's API for books, if details v2 is deployed. */
  public readonly googleApis?: ExternalService;

  private readonly versions = new Map<string, CanaryVersion>();

  public constructor(scope: Construct, id: string, props: BookinfoProps = {}) {
    const { possible: plans, databases, problems } = sortOut((props.routings ?? []).map(({ _plan }) => _plan), {
      databases: props.databases ?? [], detailsV2: props.googleApis !== undefined, reviewsWeights: props.reviewsWeights !== undefined,
    });
    const needsRoot = databases.some(database => database._needsRoot);
    super(scope, id, {
      ...props,
      namespace: props.namespace ?? 'bookinfo',
      podSecurity: props.podSecurity ?? (needsRoot ? mysqlPodSecurity(scope, props.injection) : undefined),
    });
    const decided = plans.flatMap(({ decides }) => decides);

    this.details = this.app('details', props.googleApis ? [DETAILS_V2] : []);
    this.ratings = this.app(
      'ratings', databases.map(({ ratingsVersion }) => ratingsPart(ratingsVersion)), databases.map(database => database._deploy(this)),
    );
    this.productpage = this.workload('productpage');

    this.reviews = this.service('reviews');
    const weights = decided.includes('where requests to reviews go') ? {} : props.reviewsWeights ?? { v1: 34, v2: 33, v3: 33 };
    this.reviewsV1 = this.reviewsVersion('v1', weights.v1);
    this.reviewsV2 = this.reviewsVersion('v2', weights.v2);
    this.reviewsV3 = this.reviewsVersion('v3', weights.v3);

    if (props.googleApis) {
      this.googleApis = new ExternalService(this, 'googleapis', {
        host: GOOGLE_APIS,
        // What details v2 asks in plain HTTP leaves as HTTPS.
        ports: [ExternalPort.http(80, { targetPort: 443, tls: ClientTls.simple() })],
        addresses: props.googleApis,
      });
      this.version('details', 'v2').calls.to(this.googleApis, HttpCall.any());
    }
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

    plans.forEach(plan => plan.apply(this));
    decided.includes('where requests to details go') || this._leadTo('details', 'v1');
    decided.includes('where requests to ratings go') || this._leadTo('ratings', 'v1');
    Synthesis.of(this).addCheck(this, () => [...problems]);
  }

  /**
   * One of several versions; an error if there is no such one, or the application has only one.
   *
   * @param app 'details', 'ratings' or 'reviews'
   * @param version such as 'v2'
   */
  public version(app: string, version: string): CanaryVersion {
    const found = this.versions.get(`${app}-${version}`);
    if (!found) {
      throw new Error(`${this.node.path}: ${app} has no version '${version}' beside others; the versions are ${[...this.versions.keys()].join(', ')}.`);
    }
    return found;
  }

  /**
   * Requests that no rule takes go to a version; the only one takes them anyway.
   * @internal
   */
  public _leadTo(app: 'details' | 'ratings' | 'reviews', version: string): void {
    if (this.versions.has(`${app}-${version}`)) {
      this[app].traffic.defaultTo(this.version(app, version));
    }
  }

  /** An application in v1 alone, or in more versions, of which some have a database. */
  private app(name: 'details' | 'ratings', others: readonly BookinfoPart[], databases: readonly DeployedDatabase[] = []): IBookinfoApp {
    if (others.length === 0) {
      return this.workload(name);
    }
    const service = this.service(name);
    this.addVersion(service, bookinfoPart(name, 'v1'), { serviceAccountName: bookinfoServiceAccount(name) });
    others.forEach((part, i) => {
      const database = databases.at(i);
      const version = this.addVersion(service, part, { env: database?.env });
      database && version.calls.to(database.callee, TcpCall.port());
    });
    return service;
  }

  private service(name: string): CanaryService {
    const service = new CanaryService(this, name, { port: BOOKINFO_PORT });
    service.service?.metadata.addLabel('service', name);
    return service;
  }

  private workload(app: string): LeastPrivilegeWorkload {
    const part = bookinfoPart(app, 'v1');
    const workload = new LeastPrivilegeWorkload(this, app, {
      port: BOOKINFO_PORT,
      version: part.version,
      containers: [bookinfoContainer(this, part)],
      podAnnotations: part.podAnnotations,
      serviceAccountName: bookinfoServiceAccount(app),
    });
    workload.service?.metadata.addLabel('service', app);
    labelAccount(workload, app);
    return workload;
  }

  private reviewsVersion(version: string, weight?: number): CanaryVersion {
    return this.addVersion(this.reviews, bookinfoPart('reviews', version), { weight, resources: JAVA });
  }

  private addVersion(service: CanaryService, part: BookinfoPart, options: VersionOptions): CanaryVersion {
    const { weight, env, resources, serviceAccountName = `${bookinfoServiceAccount(part.app)}-${part.version}` } = options;
    const container = bookinfoContainer(this, part);
    const handle = service.addVersion(part.version, {
      weight,
      containers: [{ ...container, envVariables: { ...container.envVariables, ...env }, ...resources ? { resources } : {} }],
      serviceAccountName,
    });
    labelAccount(handle, part.app);
    this.versions.set(`${part.app}-${part.version}`, handle);
    return handle;
  }
}

/** What is particular to one version of an application. */
interface VersionOptions {
  readonly weight?: number;
  readonly env?: { readonly [name: string]: EnvValue };
  readonly resources?: ContainerResources;
  readonly serviceAccountName?: string;
}
