import { Construct } from 'constructs';
import { chartId } from './chart-id';
import { sortOut } from './scenarios/conflicts';
import type { ScenarioPlan } from './scenarios/plan';
import type { TravelAgencyProps } from './travel-agency';
import { TravelAgency } from './travel-agency';
import type { TravelGatewayProps } from './travel-control';
import { TravelControl } from './travel-control';
import { TRAVEL_NAMESPACES } from './travel-parts';
import { TravelPortal } from './travel-portal';
import type { TravelScenario } from './travel-scenario';
import { TravelStage } from './travel-stage';
import type { TravelTracing } from './travel-tracing';
import { asFarAsEnforced } from './travel-workload';
import { HttpCall } from '../../calls/http-call';
import { Findings } from '../../findings/findings';
import type { IngressGateway } from '../../gateways/ingress-gateway';
import { Mechanism } from '../../mesh/mechanism';
import { Injection } from '../../namespaces/injection';
import type { SecureNamespaceProps } from '../../namespaces/secure-namespace-props';
import { unknownValueProblem } from '../../private/known-values';
import { Synthesis } from '../../private/synthesis';
import type { LeastPrivilegeWorkload } from '../../workloads/least-privilege-workload';

/** Choices about the Travel demo. */
export interface TravelDemoProps {
  /**
   * How much of it is part of the mesh: the steps 'Missing Sidecars' and 'Enable Sidecars' of the tutorial.
   * @default TravelStage.ALL
   */
  readonly stage?: TravelStage;

  /**
   * How the dashboard is opened to the outside: the step 'Open Travel Demo to Outside Traffic'.
   * @default - on host 'control.travel-control.istio-cluster.org', in plain HTTP; not at all where nothing is part of the mesh
   */
  readonly outsideTraffic?: TravelGatewayProps;

  /**
   * Steps of the tutorial that change the traffic or the policies. Those that decide the same are alternatives.
   * @default - none: every version of travels and mysqldb takes its even share, and every namespace is guarded
   */
  readonly scenarios?: TravelScenario[];

  /**
   * Is the load tester deployed, and may it ask for the list of destinations? It loads the demo without end.
   * @default false
   */
  readonly loadtester?: boolean;

  /**
   * How requests to and of the agency and the portals are traced. Spans are tagged with the headers portal, device, user and
   * travel.
   * @default - one in ten, if the mesh has a default provider
   */
  readonly tracing?: TravelTracing;

  /**
   * Choices about namespace 'travel-agency'.
   * @default - none
   */
  readonly agency?: TravelAgencyProps;

  /**
   * Choices about namespace 'travel-portal'.
   * @default - none
   */
  readonly portal?: SecureNamespaceProps;

  /**
   * Choices about namespace 'travel-control'.
   * @default - none
   */
  readonly control?: SecureNamespaceProps;
}

/**
 * Kiali's Travel demo with exactly the calls that its source makes: every workload has an identity of its own, is hardened
 * as far as its image can bear it, and is reached by nothing else. In three namespaces of the app.
 *
 * @see https://kiali.io/docs/tutorials/travels/
 */
export class TravelDemo extends Construct {
  /** The services that quote travels. */
  public readonly agency: TravelAgency;
  /** The portals that sell them. */
  public readonly portal: TravelPortal;
  /** The dashboard. */
  public readonly control: TravelControl;
  /** The gateway on which the dashboard is served; undefined where nothing is part of the mesh. */
  public readonly gateway?: IngressGateway;
  /** The load tester, if it is deployed. */
  public readonly loadtester?: LeastPrivilegeWorkload;

  public constructor(scope: Construct, id: string, props: TravelDemoProps = {}) {
    super(scope, id);
    const stage = props.stage ?? TravelStage.ALL;
    const { possible: plans, problems } = sortOut((props.scenarios ?? []).map(({ _plan }) => _plan), {
      stage,
      withoutNewVersions: [
        ...props.agency?.newTravelsVersions === false ? ['travels' as const] : [],
        ...props.agency?.newMysqldbVersions === false ? ['mysqldb' as const] : [],
      ],
      loadtester: props.loadtester ?? false,
    });
    const agencyOnly = plans.some(plan => plan.agencyPoliciesOnly);
    const namespace = (meshed: boolean, enforce: Mechanism[]): SecureNamespaceProps => ({
      injection: meshed ? Injection.enabled() : Injection.disabled(), ...agencyOnly ? { enforce } : {},
    });

    this.agency = new TravelAgency(scope, chartId(this, props.agency?.namespace ?? TRAVEL_NAMESPACES.agency), {
      ...namespace(stage === TravelStage.ALL, [Mechanism.AUTHORIZATION_POLICY, Mechanism.SIDECAR]),
      tracing: props.tracing,
      ...props.agency,
      evenShares: false,
    });
    this.portal = new TravelPortal(scope, chartId(this, props.portal?.namespace ?? TRAVEL_NAMESPACES.portal), {
      ...namespace(stage === TravelStage.ALL, []), ...props.portal, agency: this.agency, tracing: props.tracing,
    });
    this.control = new TravelControl(scope, chartId(this, props.control?.namespace ?? TRAVEL_NAMESPACES.control), {
      ...namespace(stage !== TravelStage.UNMESHED, []), ...props.control, portal: this.portal,
    });
    if (stage !== TravelStage.UNMESHED || props.outsideTraffic) {
      this.gateway = this.control.openToOutside(props.outsideTraffic);
    }
    this.loadtester = this.addLoadtester(props.loadtester ? { admittedTo: 'every version' } : plans.find(plan => plan.loadtester)?.loadtester);

    for (const unguarded of agencyOnly ? [this.portal, this.control] : []) {
      if (unguarded.injection.injects && !unguarded.enforce.includes(Mechanism.AUTHORIZATION_POLICY)) {
        Findings.of(unguarded).acknowledge('MESH0246', 'the tutorial guards travel-agency alone, to show what the others may then still do');
      }
    }
    plans.forEach(plan => plan.apply(this.agency));
    const { agency, portal } = this;
    const decided = plans.flatMap(plan => plan.decides);
    // Where no proxy asks, Services share by themselves.
    if ((props.agency?.evenShares ?? (agency.injection.injects || portal.injection.injects)) && !decided.includes('where requests to travels go')) {
      agency.travels.shareEvenly();
    }
    if ((props.agency?.evenShares ?? agency.injection.injects) && !decided.includes('where connections to mysqldb go')) {
      agency.mysqldb.shareEvenly();
    }
    Synthesis.of(this).addCheck(this, () => [
      ...[unknownValueProblem('stage', props.stage, TravelStage)].filter(problem => problem !== undefined),
      ...problems,
    ]);
  }

  private addLoadtester(plan: ScenarioPlan['loadtester']): LeastPrivilegeWorkload | undefined {
    const { travels } = this.agency;
    const loadtester = plan && this.portal.addLoadtester(plan.connections);
    if (plan?.admittedTo === 'every version') {
      loadtester!.calls.to(travels, ...asFarAsEnforced(travels, HttpCall.get('/travels')));
    } else if (plan?.admittedTo === 'v1') {
      loadtester!.calls.to(travels.v1, ...asFarAsEnforced(travels.v1, HttpCall.get('/travels')));
    }
    return loadtester;
  }
}
