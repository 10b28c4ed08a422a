import type { Manifest, ProvedMesh, Synthesized } from './synthesize';

/** What was made, and who may call whom in it. */
export function printMade({ folder, manifests }: Synthesized): void {
  console.log(`Wrote ${manifests.length} objects to ${folder}\n`);
  console.log(table(['namespace', 'kind', 'objects'], madeBy(manifests)));
  const access = whoMayCallWhom(manifests);
  console.log('\nWho may call whom, by the AuthorizationPolicies:\n');
  console.log(access.length > 0 ? table(['caller', 'callee', 'methods', 'paths'], access)
    : '  anybody everything: upstream has no policy.');
}

/** What the synth proved, and what it took for granted. */
export function printProof({ proved }: Synthesized): void {
  for (const { assumptions, ...mesh } of proved) {
    console.log(`\n${verdictOf(mesh)}`);
    console.log(`  Each judged alone: ${mesh.judged.join('; ') || 'nothing, since no mechanism is enforced'}.`);
    console.log('  Taken for granted:');
    assumptions.forEach(assumption => console.log(`  - ${assumption}`));
  }
}

/** What was made in each variant of an example, and proved of it. */
export function printVariants(what: string, made: readonly (readonly [string, Synthesized])[]): void {
  console.log(table([what, 'objects', 'proof', 'calls', 'workloads', 'each judged alone'], made.flatMap(([name, { manifests, proved }]) =>
    proved.map(({ verdict, calls, workloads, judged }) =>
      [name, String(manifests.length), verdict, String(calls), String(workloads), judged.join('; ')]))));
}

/** The proof in one line. */
export function verdictOf({ verdict, calls, workloads }: Omit<ProvedMesh, 'assumptions'>): string {
  return `Proof: ${verdict}. ${calls} declared calls come through, and nothing else reaches ${workloads} workloads.`;
}

export function table(header: string[], rows: string[][]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map(row => row[i].length)));
  return [header, ...rows].map(row => '  ' + row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()).join('\n');
}

function madeBy(manifests: Manifest[]): string[][] {
  const counts = new Map<string, number>();
  for (const { kind, metadata } of manifests) {
    const key = `${kind === 'Namespace' ? metadata.name : metadata.namespace} ${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort().map(([key, count]) => [...key.split(' '), String(count)]);
}

/** `cluster.local/ns/bookinfo/sa/productpage` as people say it. */
function nameOf(principal: string): string {
  const [trustDomain, , namespace, , account] = principal.split('/');
  // Without a namespace it is whoever has an identity of the trust domain.
  return namespace === undefined ? `${trustDomain}/*` : `${namespace}/${account}`;
}

function whoMayCallWhom(manifests: Manifest[]): string[][] {
  return manifests.filter(({ kind }) => kind === 'AuthorizationPolicy').flatMap(({ metadata, spec }) =>
    (spec?.rules ?? []).flatMap(rule => (rule.from ?? []).flatMap(from => (from.source.principals ?? []).flatMap(principal =>
      (rule.to ?? []).map(({ operation }) => [
        nameOf(principal),
        `${metadata.namespace}/${spec?.selector?.matchLabels?.app ?? '*'}:${operation.ports?.join(',') ?? '*'}`,
        operation.methods?.join(', ') ?? 'any',
        operation.paths?.join(', ') ?? 'any',
      ])))));
}
