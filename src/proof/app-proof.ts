import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { assumptionsOf } from './assumptions';
import { edgesOf } from './edges';
import { ProofMode } from './proof-mode';
import { modelOptions } from '../analysis/access/model-options';
import { buildModel } from '../analysis/model';
import type { DeclaredBounds, Difference, Proof } from '../analysis/proof';
import { prove } from '../analysis/proof';
import { CallGraph } from '../calls/call-graph';
import type { Mesh } from '../mesh/mesh';
import { perApp } from '../private/per-app';
import type { Problems, SynthesizedApp } from '../private/synthesis';
import { Synthesis } from '../private/synthesis';

/** Pods whose access is declared, and the mesh that they are part of. */
export interface ProofScope {
  readonly mesh: Mesh;
  readonly bounds: DeclaredBounds;
  /** Manifests of others on which it relies. */
  readonly context?: readonly object[];
  /** What is taken for granted of them. */
  readonly reliesOn: readonly string[];
}

/**
 * Holds an app's final manifests against what was declared in it, once a synth: two independent readings of one intent.
 */
export class AppProof {
  public static of(scope: IConstruct): AppProof {
    return perApp(scope, 'AppProof', root => new AppProof(root));
  }

  private readonly scopes: (() => ProofScope)[] = [];
  private proofs: { readonly proof: Proof; readonly assumptions: readonly string[] }[] = [];

  private constructor(private readonly root: IConstruct) {
    const synthesis = Synthesis.of(root);
    synthesis.setFinalCheck(app => this.check(app));
    synthesis.onWritten(() => this.write());
  }

  public add(scope: () => ProofScope): void {
    this.scopes.push(scope);
  }

  private check(app: SynthesizedApp): Problems {
    const byMesh = new Map<Mesh, ProofScope[]>();
    const all = this.scopes.map(one => one());
    const context = all.flatMap(scope => scope.context ?? []).map(object => ({ object: object as unknown }));
    for (const scope of all) {
      byMesh.set(scope.mesh, [...byMesh.get(scope.mesh) ?? [], scope]);
    }
    const manifests = app.objects.map(({ object, manifest }) => ({ object: manifest as unknown, origin: { constructPath: object.node.path } }));
    const edges = edgesOf(CallGraph.of(this.root).calls);
    const problems: Problems = new Map();
    this.proofs = [];
    for (const [mesh, scopes] of byMesh) {
      if (mesh.proof === ProofMode.OFF) {
        continue;
      }
      const model = buildModel([...context, ...manifests], modelOptions(mesh._accessOptions()));
      const bounds = scopes.map(scope => scope.bounds);
      const namespaces = new Set(bounds.map(({ namespace }) => namespace));
      const own = edges.filter(({ caller, callee }) => namespaces.has(caller.namespace) || namespaces.has(callee.namespace));
      const proof = prove(model, { edges: own, bounds });
      this.proofs.push({ proof, assumptions: assumptionsOf(mesh, scopes) });
      if (mesh.proof === ProofMode.WARNING) {
        proof.differences.forEach(difference => process.stderr.write(`warning: [${difference.path}] ${textOf(difference)}\n`));
      } else {
        proof.differences.forEach(difference => this.report(problems, difference));
      }
    }
    return problems;
  }

  private report(problems: Problems, difference: Difference): void {
    const construct = findByPath(this.root, difference.path) ?? this.root;
    problems.set(construct, [...problems.get(construct) ?? [], textOf(difference)]);
  }

  /** The proof as a file, for those who asked for it. Never among the manifests: what reads folders would take it for one. */
  private write(): void {
    const folder = process.env.CDK8S_ISTIO_REPORTS;
    if (!folder || this.proofs.length === 0) {
      return;
    }
    mkdirSync(folder, { recursive: true });
    const meshes = this.proofs.map(({ proof, assumptions }) => ({
      // Without calls and without a mechanism there is nothing that could differ.
      verdict: proof.differences.length > 0 ? 'differs' : proof.calls === 0 && proof.boundaries.length === 0 ? 'nothing to prove' : 'proved',
      workloads: proof.workloads,
      calls: proof.calls,
      judged: proof.boundaries,
      differences: proof.differences.map(({ side, layer, path, message }) => ({ side, layer, path, message })),
      assumptions,
    }));
    writeFileSync(join(folder, 'proof.json'), `${JSON.stringify({ version: 1, meshes }, undefined, 2)}\n`);
  }
}

function textOf({ side, message, object }: Difference): string {
  const decided = object ? ` [${object.kind} ${object.namespace}/${object.name}]` : '';
  return `${side}: ${message}${decided}.`;
}

function findByPath(root: IConstruct, path: string): IConstruct | undefined {
  return path.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), root);
}
