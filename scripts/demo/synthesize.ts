import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';

/** What a demo reads of a manifest. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly selector?: { readonly matchLabels?: Record<string, string> }; readonly rules?: Rule[] };
}

interface Rule {
  readonly from?: { readonly source: { readonly principals?: string[] } }[];
  readonly to?: { readonly operation: { readonly methods?: string[]; readonly paths?: string[]; readonly ports?: string[] } }[];
}

/** What the synth proved of one mesh in its own output. */
export interface ProvedMesh {
  readonly verdict: string;
  readonly workloads: number;
  readonly calls: number;
  readonly judged: string[];
  readonly assumptions: string[];
}

/** What a synth wrote and proved. */
export interface Synthesized {
  /** Relative to the project. */
  readonly folder: string;
  readonly manifests: Manifest[];
  readonly proved: ProvedMesh[];
}

/** Synthesizes an example as a user does, with the cdk8s command; ends the demo if that fails. */
export function synthesize(example: string, output: string, program = 'main.ts'): Synthesized {
  const folder = resolve(__dirname, '../../examples', example);
  const result = spawnSync('cdk8s', ['synth', '--output', output, '--app', `tsx --tsconfig ../tsconfig.json ${program}`], {
    cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, CDK8S_ISTIO_REPORTS: '' },
  });
  if (result.status !== 0) {
    process.exit(result.status ?? 1);
  }
  return { folder: `examples/${example}/${output}/`, manifests: read(join(folder, output)), proved: proved(join(folder, output, 'mesh')) };
}

/** Synthesizes one variant of an example in this process: many of them take no longer than a few. */
export function synthesizeHere(example: string, output: string, declare: (app: App) => void): Synthesized {
  const outdir = resolve(__dirname, '../../examples', example, output);
  process.env.CDK8S_ISTIO_REPORTS = '';
  const app = new App({ outdir });
  declare(app);
  app.synth();
  return { folder: `examples/${example}/${output}/`, manifests: read(outdir), proved: proved(join(outdir, 'mesh')) };
}

/** Manifests as they were written: what is printed is read back, not remembered. */
function read(folder: string): Manifest[] {
  return readdirSync(folder).filter(file => file.endsWith('.yaml')).sort().flatMap(file =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(document => document.toJS() as Manifest));
}

function proved(reports: string): ProvedMesh[] {
  return (JSON.parse(readFileSync(join(reports, 'proof.json'), 'utf8')) as { meshes: ProvedMesh[] }).meshes;
}
