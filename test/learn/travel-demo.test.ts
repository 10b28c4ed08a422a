import { App } from 'cdk8s';
import { edgesOf } from './_declared';
import { graphOf } from './_kiali';
import { learnGraph } from './_learned';
import { TravelDemo } from '../../src';

function travelDemo(): App {
  const app = new App();
  new TravelDemo(app, 'travel-demo', { loadtester: true });
  return app;
}

describe('a graph of the Travel demo', () => {
  const demo = travelDemo();
  const declared = edgesOf(demo);

  test('there is something to learn', () => {
    expect(declared.length).toBeGreaterThan(25);
    expect(declared).toContain('travel-agency/cars tcp mysqldb.travel-agency');
  });
  test.each([
    ['without service nodes', {}],
    ['with injected service nodes, where Kiali names one principal for all callers', { serviceNodes: true }],
    ['without principals', { principals: false }],
  ])('%s gives back exactly its calls', (_, options) => {
    const { app } = learnGraph(graphOf(demo, options));
    expect(edgesOf(app)).toEqual(declared);
    expect(() => app.synthYaml()).not.toThrow();
  });
  test('gives the same code in whatever order it stands', () => {
    const { elements, ...graph } = graphOf(demo);
    const backwards = { ...graph, elements: { nodes: [...elements.nodes].reverse(), edges: [...elements.edges].reverse() } };
    expect(learnGraph(backwards).code).toBe(learnGraph(graphOf(demo)).code);
  });
  test('becomes code that a person reads', () => {
    expect(learnGraph(graphOf(demo)).code).toMatchSnapshot();
  });
});
