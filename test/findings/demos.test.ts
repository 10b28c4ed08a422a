import { App } from 'cdk8s';
import { ROUTINGS } from '../../examples/bookinfo/networking/routings';
import { SCENARIOS } from '../../examples/travel-demo/tutorial/scenarios';
import { Bookinfo, MeshFindings, RolloutStage, TravelDemo, UpstreamBookinfo, UpstreamTravelDemo } from '../../src';

/** What nobody has acknowledged, information included, one line each. */
function openIn(app: App): readonly string[] {
  return MeshFindings.fromApp(app).open().map(({ severity, code, kind, namespace, name, path, message }) => `${severity} ${code} ${kind} ${namespace}/${name} ${path}: ${message}`);
}

describe('nothing is found that nobody has acknowledged', () => {
  test.each(Object.entries(ROUTINGS))('in Bookinfo with routing %s', (_, props) => {
    const app = new App();
    new Bookinfo(app, 'bookinfo', props);
    expect(openIn(app)).toEqual([]);
  });

  test.each(Object.entries(SCENARIOS))('in the Travel demo with scenario %s', (_, props) => {
    const app = new App();
    new TravelDemo(app, 'travel', props);
    expect(openIn(app)).toEqual([]);
    for (const { reason } of MeshFindings.fromApp(app).acknowledged()) { expect(reason).toMatch(/\w+ \w+/); }
  });

  test('in what upstream deploys of both', () => {
    for (const make of [(app: App) => new UpstreamBookinfo(app, 'bookinfo'), (app: App) => new UpstreamTravelDemo(app, 'travel', { loadtester: true })]) {
      const app = new App();
      make(app);
      expect(openIn(app)).toEqual([]);
    }
  });

  test.each(Object.values(RolloutStage))('in Bookinfo at stage %s of its rollout', rollout => {
    const app = new App();
    new Bookinfo(app, 'bookinfo', { rollout });
    expect(openIn(app)).toEqual([]);
  });
});
