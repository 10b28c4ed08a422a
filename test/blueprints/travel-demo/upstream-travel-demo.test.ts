import { App } from 'cdk8s';
import { Manifests, refusal } from '../../_manifests';
import { TravelStage, UpstreamTravelDemo } from 'cdk8s-istio';
import type { UpstreamTravelDemoProps } from 'cdk8s-istio';

function upstream(props?: UpstreamTravelDemoProps): Manifests {
  const app = new App();
  new UpstreamTravelDemo(app, 'travel-demo', props);
  return Manifests.of(app);
}

describe('UpstreamTravelDemo', () => {
  const made = upstream({ loadtester: true });

  it('is these objects', () => {
    expect(made.yaml).toMatchSnapshot();
  });

  it('has no policy, and no identity but the one of the load tester', () => {
    expect(new Set(made.all.map(({ kind }) => kind))).toEqual(new Set(['Namespace', 'Secret', 'Service', 'ServiceAccount', 'Deployment']));
    expect(made.names('ServiceAccount')).toEqual(['loadtester']);
    expect(made.yaml.match(/serviceAccountName/g)).toHaveLength(1);
  });

  it('tells proxies which tags spans carry, but not that of insurances', () => {
    const annotations = made.all.filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata, spec }) => ({ name: metadata.name, annotations: spec.template.metadata.annotations ?? {} }));
    expect(annotations.filter(one => !one.annotations['proxy.istio.io/config']).map(({ name }) => name))
      .toEqual(['insurances-v1', 'mysqldb-v1', 'mysqldb-v2', 'mysqldb-v3', 'loadtester', 'control']);
    expect(annotations.filter(one => one.annotations['readiness.status.sidecar.istio.io/applicationPorts'] !== '').map(({ name }) => name))
      .toEqual(['mysqldb-v1', 'mysqldb-v2', 'mysqldb-v3']);
  });

  it('is injected by stage, step by step', () => {
    const injected = (stage?: TravelStage) => {
      const all = upstream({ stage }).all.filter(({ kind }) => kind === 'Namespace');
      return all.filter(({ metadata }) => metadata.labels!['istio-injection'] === 'enabled').map(({ metadata }) => metadata.name);
    };
    expect(injected(TravelStage.UNMESHED)).toEqual([]);
    expect(injected(TravelStage.CONTROL_ONLY)).toEqual(['travel-control']);
    expect(injected()).toEqual(['travel-agency', 'travel-portal', 'travel-control']);
  });

  it('begins without the new versions and the load tester, as the tutorial does', () => {
    expect(upstream({ newVersions: false }).names('Deployment')).toEqual([
      'cars-v1', 'discounts-v1', 'flights-v1', 'hotels-v1', 'insurances-v1', 'mysqldb-v1', 'travels-v1', 'travels', 'viaggi', 'voyages', 'control',
    ]);
  });

  it('gives its objects by namespace, kind and name', () => {
    const demo = new UpstreamTravelDemo(new App(), 'travel-demo');
    expect(demo.portal.object('Service', 'travels').name).toBe('travels');
    expect(() => demo.control.object('Service', 'travels')).toThrow("travel-control: upstream has no Service 'travels'; it has Deployment/control, Service/control.");
  });

  it('knows no other stage', () => {
    const app = new App();
    new UpstreamTravelDemo(app, 'travel-demo', { stage: 'none' as TravelStage });
    expect(refusal(app)).toContain("[travel-demo] stage 'none' is not known");
  });
});
