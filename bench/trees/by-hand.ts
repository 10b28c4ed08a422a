import { App, Chart } from 'cdk8s';
import { namespaceObjects } from './hand-written-namespace';
import { workloadObjects } from './hand-written-workload';
import { callersOf, namespacesOf } from './shape';

/** The same mesh as somebody writes it with cdk8s-plus and ApiObject who knows what every object has to say. */
export function byHand(count: number, outdir: string): App {
  const app = new App({ outdir });
  const namespaces = namespacesOf(count);
  const charts = namespaces.map(namespace => new Chart(app, namespace, { namespace }));
  charts.forEach(chart => namespaceObjects(chart));
  const callers = callersOf(count);
  const place = (workload: number): string => namespaces[workload % namespaces.length];
  for (let i = 0; i < count; i++) { workloadObjects(charts[i % charts.length], i, { count, place, callers: callers[i] }); }
  return app;
}
