import type { ISecret } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { tagSpans } from './tag-spans';
import { agencyPart, mysqldbPart, TRAVEL_NAMESPACES, TRAVEL_PORT } from './travel-parts';
import type { TravelTracing } from './travel-tracing';
import { TravelVersions } from './travel-versions';
import { asFarAsEnforced, injectionLabels, travelContainer, travelPods, travelWorkload } from './travel-workload';
import { HttpCall } from '../../calls/http-call';
import { TcpCall } from '../../calls/tcp-call';
import { SecureNamespace } from '../../namespaces/secure-namespace';
import type { SecureNamespaceProps } from '../../namespaces/secure-namespace-props';
import type { LeastPrivilegeWorkload } from '../../workloads/least-privilege-workload';
import type { PodTemplateProps } from '../../workloads/pod-template-props';
import { socketProbes } from '../../workloads/workload-containers';
import { WorkloadPort } from '../../workloads/workload-port';
import { MYSQL_PORT, mysqlPodSecurity, mysqlPods, upstreamCredentials } from '../mysql';

/** Choices about the agency of the Travel demo. */
export interface TravelAgencyProps extends SecureNamespaceProps {
  /**
   * Are travels-v2 and travels-v3 deployed?
   * @default true
   */
  readonly newTravelsVersions?: boolean;

  /**
   * Are mysqldb-v2 and mysqldb-v3 deployed?
   * @default true
   */
  readonly newMysqldbVersions?: boolean;

  /**
   * Do travels and mysqldb share their traffic evenly among their versions? If not, say where it goes: by `travels.traffic`
   * and `mysqldb.traffic`.
   * @default - true if the agency has proxies; without, Services share it
   */
  readonly evenShares?: boolean;

  /**
   * The Secret whose key `rootpasswd` is the database's password.
   * @default - upstream's: Secret 'mysql-credentials', with the password 'password'
   */
  readonly mysqlCredentials?: ISecret;

  /**
   * How requests are traced. Spans are tagged with the headers portal, device, user and travel.
   * @default - one in ten, if the mesh has a default provider
   */
  readonly tracing?: TravelTracing;
}

/**
 * The agency of the Travel demo, which quotes travels: in namespace 'travel-agency', unless named otherwise.
 */
export class TravelAgency extends SecureNamespace {
  /** What the portals ask; it asks all the others. */
  public readonly travels: TravelVersions;
  /** Quotes for cars. */
  public readonly cars: LeastPrivilegeWorkload;
  /** Quotes for flights. */
  public readonly flights: LeastPrivilegeWorkload;
  /** Quotes for hotels, and the list of destinations. */
  public readonly hotels: LeastPrivilegeWorkload;
  /** Quotes for insurances. */
  public readonly insurances: LeastPrivilegeWorkload;
  /** Discounts for users; it calls nothing. */
  public readonly discounts: LeastPrivilegeWorkload;
  /** The database; it calls nothing. */
  public readonly mysqldb: TravelVersions;

  private readonly credentials: ISecret;

  public constructor(scope: Construct, id: string, props: TravelAgencyProps = {}) {
    super(scope, id, {
      ...props,
      namespace: props.namespace ?? TRAVEL_NAMESPACES.agency,
      podSecurity: props.podSecurity ?? mysqlPodSecurity(scope, props.injection),
    });
    this.credentials = props.mysqlCredentials ?? upstreamCredentials(this);

    this.travels = TravelVersions._of(this, 'travels', {
      port: WorkloadPort.http(TRAVEL_PORT),
      versions: props.newTravelsVersions === false ? ['v1'] : ['v1', 'v2', 'v3'],
      evenShares: props.evenShares ?? this.injection.injects,
      pods: version => travelPods(this, agencyPart('travels', version, this.names), { probes: socketProbes(TRAVEL_PORT) }),
    });
    this.mysqldb = TravelVersions._of(this, 'mysqldb', {
      port: WorkloadPort.tcp(MYSQL_PORT),
      versions: props.newMysqldbVersions === false ? ['v1'] : ['v1', 'v2', 'v3'],
      evenShares: props.evenShares ?? this.injection.injects,
      pods: version => this.database(version),
    });
    this.cars = this.workload('cars');
    this.flights = this.workload('flights');
    this.hotels = this.workload('hotels');
    this.insurances = this.workload('insurances');
    this.discounts = this.workload('discounts');

    this.travels.calls.to(this.hotels, ...asFarAsEnforced(this.hotels, HttpCall.get('/hotels', '/hotels/*')));
    this.travels.calls.to(this.flights, ...asFarAsEnforced(this.flights, HttpCall.get('/flights/*')));
    this.travels.calls.to(this.cars, ...asFarAsEnforced(this.cars, HttpCall.get('/cars/*')));
    this.travels.calls.to(this.insurances, ...asFarAsEnforced(this.insurances, HttpCall.get('/insurances/*')));
    for (const quoting of [this.cars, this.flights, this.hotels, this.insurances]) {
      quoting.calls.to(this.discounts, ...asFarAsEnforced(this.discounts, HttpCall.get('/discounts/*')));
      quoting.calls.to(this.mysqldb, TcpCall.port());
    }
    tagSpans(this, [this.travels, this.cars, this.flights, this.hotels, this.insurances, this.discounts], props.tracing);
  }

  private get names() {
    return { ...TRAVEL_NAMESPACES, agency: this.namespaceName };
  }

  private workload(app: string): LeastPrivilegeWorkload {
    return travelWorkload(this, agencyPart(app, 'v1', this.names), { credentials: this.credentials, probes: socketProbes(TRAVEL_PORT) });
  }

  private database(version: string): PodTemplateProps {
    return { ...mysqlPods(this, travelContainer(mysqldbPart(version), this.credentials), version), podLabels: injectionLabels(this) };
  }
}
