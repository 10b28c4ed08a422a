import { readFileSync } from 'node:fs';
import { ApiObject, App, Chart } from 'cdk8s';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/**
 * The same objects, each as an ApiObject that has nothing to find out: what cdk8s itself takes for them.
 *
 * @param file the objects as JSON, which are read before anything is measured
 */
export function bare(outdir: string, file: string): () => App {
  const objects = JSON.parse(readFileSync(file, 'utf8')) as Manifest[];
  return () => {
    const app = new App({ outdir });
    const charts = new Map<string, Chart>();
    for (const object of objects) {
      const { kind, metadata: { name, namespace = name } } = object;
      let chart = charts.get(namespace);
      if (chart === undefined) { charts.set(namespace, chart = new Chart(app, namespace)); }
      new ApiObject(chart, `${kind}-${name}`, object);
    }
    return app;
  };
}
