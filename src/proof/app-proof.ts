import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledgement';
import { assumptionsOf, sharedAccountRemarks } from './assumptions';
import type { MeshContext } from './context';
import { contextOf } from './context';
import { edgesOf } from './edges';
import { ProvedGateways } from './gateways';
import { ProofMode } from './proof-mode';
import type { MeshResult } from './proof-report';
import { writeReport } from './proof-report';
import { SynthesizedModels } from './synthesized-models';
import { writtenManifests } from './written-manifests';
import { checkGuardRails } from '../analysis/guard-rails';
import type { GuardRail } from '../analysis/guard-rails';
import type { Manifest } from '../analysis/manifest';
import type { Element, MeshModel } from '../analysis/model';
import type { DeclaredBounds, DeclaredEdge, Difference } from '../analysis/proof';
import { callsText, prove } from '../analysis/proof';
import { CallGraph } from '../calls/call-graph';
import { guardRailOf } from '../guard-rails/guard-rail';
import type { Mesh } from '../mesh/mesh';
import { sortedUnique } from '../private/naming';
import { perApp } from '../private/per-app';
import type { Problems, SynthesizedApp } from '../private/synthesis';
import { Synthesis } from '../private/synthesis';
import { OwnTls } from '../traffic/destination/own-tls';

/** Pods whose access is declared, and the mesh that they are part of. */
export interface ProofScope {
  readonly mesh: Mesh;
  /** Asked for only where something is proved. */
  readonly bounds: () => DeclaredBounds;
  /** Manifests of others on which it relies, unless the mesh's own context has them. */
  readonly context?: readonly object[];
  /** What is taken for granted of them. */
  readonly reliesOn: readonly string[];
}

/** What is read and declared of one mesh. */
interface MeshWorld {
  readonly mesh: Mesh;
  readonly scopes: readonly ProofScope[];
  readonly context: MeshContext;
  readonly model: MeshModel;
  readonly edges: readonly DeclaredEdge[];
}

/**
 * Holds an app's final manifests against what was declared in it, once a synth: two independent readings of one intent.
 */
export class AppProof {
  public static of(scope: IConstruct): AppProof {
    return perApp(scope, 'AppProof', root => new AppProof(root));
  }

  private readonly scopes: (() => ProofScope)[] = [];
  private readonly meshes = new Set<Mesh>();
  private readonly assumptions: ((mesh: Mesh) => string[])[] = [];
  private results: MeshResult[] = [];

  private constructor(private readonly root: IConstruct) {
    const synthesis = Synthesis.of(root);
    synthesis.addFinalCheck('proof', app => this.check(app));
    synthesis.onWritten(() => this.results.length > 0 && writeReport((root as App).outdir, this.results));
  }

  public add(scope: () => ProofScope): void {
    this.scopes.push(scope);
  }

  /** A mesh of which something is demanded, whether or not anything of this app is in it. */
  public addMesh(mesh: Mesh): void {
    this.meshes.add(mesh);
  }

  /** What is taken for granted besides, of a mesh. */
  public assume(assumptions: (mesh: Mesh) => string[]): void {
    this.assumptions.push(assumptions);
  }

  private check(app: SynthesizedApp): Problems {
    const scopes = this.scopes.map(one => one());
    const problems: Problems = new Map();
    let edges: readonly DeclaredEdge[] | undefined;
    this.results = [];
    for (const mesh of new Set([...scopes.map(scope => scope.mesh), ...this.meshes])) {
      if (mesh.proof === ProofMode.OFF && mesh._guardRails.length + mesh._acknowledgements.length === 0) {
        this.results.push({ mode: mesh.proof, open: [], acknowledged: [], guardRails: [], assumptions: [] });
        continue;
      }
      edges ??= edgesOf(CallGraph.of(this.root).calls, OwnTls.of(this.root));
      const context = contextOf(mesh);
      const model = this.modelOf(mesh, app);
      this.results.push(this.resultOf({ mesh, scopes: scopes.filter(scope => scope.mesh === mesh), context, model, edges }, problems));
    }
    return problems;
  }

  /** What is read of one mesh in what is synthesized. */
  public modelOf(mesh: Mesh, app: SynthesizedApp): MeshModel {
    // Of what comes twice the last counts: the app's own, then what was read, then what is only supposed.
    const adopted = this.scopes.flatMap(scope => scope().context ?? []);
    const shared = ProvedGateways.of(this.root).reliedOnIn(mesh).map(({ object }) => object);
    const others = [...adopted, ...shared, ...contextOf(mesh).objects].map((object): Manifest => ({ object }));
    return SynthesizedModels.of(app).modelOf(mesh, [...others, ...writtenManifests(app)]);
  }

  private resultOf(world: MeshWorld, problems: Problems): MeshResult {
    const { mesh, scopes, context, model, edges } = world;
    const bounds = scopes.map(scope => scope.bounds());
    const namespaces = new Set(bounds.map(({ namespace }) => namespace));
    const own = edges.filter(({ caller, callee }) => namespaces.has(caller.namespace) || namespaces.has(callee.namespace));
    const gateways = ProvedGateways.of(this.root);
    const proof = mesh.proof === ProofMode.OFF ? undefined : prove(model, { edges: own, bounds, gateways: gateways.declaredIn(mesh) });
    const { open, acknowledged, stale } = acknowledge(proof?.differences ?? [], mesh._acknowledgements);
    stale.forEach(problem => this.report(problems, mesh, problem));
    if (mesh.proof === ProofMode.WARNING) {
      open.forEach(difference => process.stderr.write(`warning: [${difference.path}] ${textOf(difference)}\n`));
    } else {
      open.forEach(difference => this.report(problems, findByPath(this.root, difference.path) ?? this.root, textOf(difference)));
    }
    const guardRails = this.guardRailsOf(world, problems);
    const assumptions = [
      ...assumptionsOf(mesh, scopes.map((scope, i) => ({ ...scope, bounds: bounds[i] })), own, context),
      ...sortedUnique(this.assumptions.flatMap(assumed => assumed(mesh))),
      ...gateways.assumptionsOf(mesh, context.model),
      ...sharedAccountRemarks(proof?.sharedAccounts ?? []),
    ];
    return { mode: mesh.proof, ...proof ? { proof } : {}, open, acknowledged, guardRails, assumptions };
  }

  /** The guard rails of the mesh that hold; others are reported. */
  private guardRailsOf({ mesh, model, edges }: MeshWorld, problems: Problems): readonly GuardRail[] {
    const rails = mesh._guardRails.map(rail => guardRailOf(mesh, rail));
    const found = checkGuardRails(model, rails, edges);
    for (const { rail, message, object } of found) {
      this.report(problems, mesh, `${rail.name} ("${rail.reason}"): ${message}${decided(object)}.`);
    }
    return rails.filter(rail => !found.some(problem => problem.rail === rail));
  }

  private report(problems: Problems, about: IConstruct, problem: string): void {
    // The mesh that every app has by default is no part of its tree.
    const construct = about.node.root === this.root ? about : this.root;
    problems.set(construct, [...problems.get(construct) ?? [], problem]);
  }
}

function textOf({ id, side, message, object, declared }: Difference): string {
  return `${side}: ${message}${decided(object)}. Declared there: ${callsText(declared)}. (difference '${id}')`;
}

function decided(object: Element | undefined): string {
  return object ? ` [${object.kind} ${object.namespace}/${object.name}]` : '';
}

function findByPath(root: IConstruct, path: string): IConstruct | undefined {
  return path.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), root);
}
