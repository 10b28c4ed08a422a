import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ICallee } from '../../calls/callee';
import type { ICaller } from '../../calls/caller';
import type { Calls } from '../../calls/calls';
import type { Telemetry } from '../../observability/telemetry';
import type { ServiceTraffic } from '../../traffic/service-traffic';

/** An application of Bookinfo, in one version or in several: a LeastPrivilegeWorkload, or a CanaryService. */
export interface IBookinfoApp extends IConstruct, ICaller, ICallee {
  /** Its name: that of its Service and the value of its pods' label `app`. */
  readonly name: string;

  /** What it calls, in every version. */
  readonly calls: Calls;

  /** What is done to the requests of its callers. */
  readonly traffic: ServiceTraffic;

  /** What its proxies tell of its traffic. */
  readonly telemetry: Telemetry;

  /** The AuthorizationPolicy that admits the callers to every version. */
  readonly authorizationPolicy: ApiObject;

  /** The NetworkPolicy that admits the callers to every version. */
  readonly networkPolicy: ApiObject;
}
