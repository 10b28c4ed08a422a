import { Construct } from 'constructs';
import { chartId } from './chart-id';
import { TRAVEL_NAMESPACES } from './travel-parts';
import { TravelStage } from './travel-stage';
import { addUpstreamAgency, addUpstreamControl, addUpstreamLoadtester, addUpstreamPortal } from './upstream-objects';
import { Injection } from '../../namespaces/injection';
import { unknownValueProblem } from '../../private/known-values';
import { Synthesis } from '../../private/synthesis';
import { UpstreamNamespace } from '../upstream-namespace';

/** Choices about upstream's Travel demo. */
export interface UpstreamTravelDemoProps {
  /**
   * How much of it is part of the mesh.
   * @default TravelStage.ALL
   */
  readonly stage?: TravelStage;

  /**
   * Are versions v2 and v3 of travels and mysqldb deployed?
   * @default true
   */
  readonly newVersions?: boolean;

  /**
   * Is the load tester deployed? It loads the demo without end.
   * @default false
   */
  readonly loadtester?: boolean;
}

/**
 * Kiali's Travel demo as upstream has it, unhardened and without any policy, in namespaces 'travel-agency',
 * 'travel-portal' and 'travel-control' of the app: to compare with. For the application as it should run, see `TravelDemo`.
 *
 * @see https://kiali.io/docs/tutorials/travels/
 */
export class UpstreamTravelDemo extends Construct {
  /** Namespace 'travel-agency'. */
  public readonly agency: UpstreamNamespace;
  /** Namespace 'travel-portal'. */
  public readonly portal: UpstreamNamespace;
  /** Namespace 'travel-control'. */
  public readonly control: UpstreamNamespace;

  public constructor(scope: Construct, id: string, props: UpstreamTravelDemoProps = {}) {
    super(scope, id);
    const stage = props.stage ?? TravelStage.ALL;
    const names = TRAVEL_NAMESPACES;
    const namespace = (name: string, meshed: boolean) => new UpstreamNamespace(scope, chartId(this, name), {
      namespace: name, injection: meshed ? Injection.enabled() : Injection.disabled(),
    });
    this.agency = namespace(names.agency, stage === TravelStage.ALL);
    this.portal = namespace(names.portal, stage === TravelStage.ALL);
    this.control = namespace(names.control, stage !== TravelStage.UNMESHED);
    addUpstreamAgency(this.agency, names, props.newVersions === false ? [] : ['v2', 'v3']);
    addUpstreamPortal(this.portal, names);
    addUpstreamControl(this.control, names);
    if (props.loadtester) {
      addUpstreamLoadtester(this.portal, names);
    }
    Synthesis.of(this).addCheck(this, () => [unknownValueProblem('stage', props.stage, TravelStage)].filter(problem => problem !== undefined));
  }
}
