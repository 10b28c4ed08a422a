import { ImagePullPolicy } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { tagSpans } from './tag-spans';
import type { TravelAgency } from './travel-agency';
import type { TRAVEL_PORTALS } from './travel-parts';
import { loadtesterPart, portalPart, TRAVEL_LOAD, TRAVEL_NAMESPACES, TRAVEL_PORT } from './travel-parts';
import type { TravelTracing } from './travel-tracing';
import { asFarAsEnforced, travelPods, travelWorkload } from './travel-workload';
import { HttpCall } from '../../calls/http-call';
import { SecureNamespace } from '../../namespaces/secure-namespace';
import type { SecureNamespaceProps } from '../../namespaces/secure-namespace-props';
import { Synthesis } from '../../private/synthesis';
import { LeastPrivilegeWorkload } from '../../workloads/least-privilege-workload';
import { healthProbes } from '../../workloads/workload-containers';
import { labelAccount } from '../service-accounts';

/** Choices about the portals of the Travel demo. */
export interface TravelPortalProps extends SecureNamespaceProps {
  /** The agency that the portals ask. */
  readonly agency: TravelAgency;

  /**
   * How requests are traced. Spans are tagged with the headers portal, device, user and travel.
   * @default - one in ten, if the mesh has a default provider
   */
  readonly tracing?: TravelTracing;
}

/**
 * The portals of the Travel demo, which sell what the agency quotes and make up their users: in namespace 'travel-portal',
 * unless named otherwise.
 */
export class TravelPortal extends SecureNamespace {
  /** The portal 'voyages.fr'. */
  public readonly voyages: LeastPrivilegeWorkload;
  /** The portal 'viaggi.it'. */
  public readonly viaggi: LeastPrivilegeWorkload;
  /** The portal 'travels.uk'. */
  public readonly travels: LeastPrivilegeWorkload;

  private readonly agency: TravelAgency;

  public constructor(scope: Construct, id: string, props: TravelPortalProps) {
    super(scope, id, { ...props, namespace: props.namespace ?? TRAVEL_NAMESPACES.portal });
    this.agency = props.agency;
    this.voyages = this.portal('voyages');
    this.viaggi = this.portal('viaggi');
    this.travels = this.portal('travels');
    tagSpans(this, this.portals, props.tracing);
  }

  /** The three portals. Returns a copy. */
  public get portals(): LeastPrivilegeWorkload[] {
    return [this.voyages, this.viaggi, this.travels];
  }

  /**
   * Deploy the load tester. It may call nothing until that is declared.
   *
   * @param connections how many connections it opens at once, at least 1; 50 by default
   */
  public addLoadtester(connections: number = TRAVEL_LOAD.connections): LeastPrivilegeWorkload {
    const part = loadtesterPart(this.names, { connections });
    const { containers, ...pods } = travelPods(this, part, {});
    const loadtester = new LeastPrivilegeWorkload(this, part.app, {
      ...pods,
      containers: containers!.map(container => ({ ...container, imagePullPolicy: ImagePullPolicy.ALWAYS })),
      deploymentName: part.deployment,
    });
    labelAccount(loadtester, part.app);
    Synthesis.of(this).addCheck(loadtester, () => (Number.isSafeInteger(connections) && connections >= 1 ? []
      : [`opens ${connections} connections; use a whole number from 1 on.`]));
    return loadtester;
  }

  private get names() {
    return { ...TRAVEL_NAMESPACES, agency: this.agency.namespaceName };
  }

  private portal(app: keyof typeof TRAVEL_PORTALS): LeastPrivilegeWorkload {
    // The status is the portal's own; what it sells, it asks the agency for.
    const portal = travelWorkload(this, portalPart(app, this.names), { probes: healthProbes('/status', TRAVEL_PORT) });
    portal.calls.to(this.agency.travels, ...asFarAsEnforced(this.agency.travels, HttpCall.get('/travels', '/travels/*')));
    return portal;
  }
}
