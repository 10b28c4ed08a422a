import type { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { writeConstructPaths } from './construct-paths';
import { declaredElsewhere } from './declared-elsewhere';
import { FindingsMode } from './findings-mode';
import type { AcknowledgedFinding, Finding, FindingsResult } from '../analysis/findings';
import { ACKNOWLEDGE, allRules, findAll } from '../analysis/findings';
import type { AppFindingsSource } from '../analysis/findings/app-findings-source';
import type { Manifest } from '../analysis/manifest';
import { CallGraph } from '../calls/call-graph';
import type { Mesh } from '../mesh/mesh';
import { perApp } from '../private/per-app';
import type { Json } from '../private/rendering';
import { Rendering } from '../private/rendering';
import type { Problems, SynthesizedApp, SynthesizedObject } from '../private/synthesis';
import { Synthesis } from '../private/synthesis';
import { contextOf, contextOptions } from '../proof/context';
import { SynthesizedModels } from '../proof/synthesized-models';
import { writtenManifests } from '../proof/written-manifests';

/** A namespace of an app, and the mesh that it is part of. */
export interface FindingsScope {
  readonly mesh: Mesh;
  readonly namespace: string;
  /** Is the app its owner, so that everything in it is the app's? */
  readonly owned: boolean;
}

/** What is found in one mesh. */
interface MeshResult {
  readonly mesh: Mesh;
  readonly result: FindingsResult;
  /** The acknowledgements that apply, with the paths of the objects. */
  readonly used: readonly (readonly [string, Acknowledgement])[];
}

interface Acknowledgement {
  readonly construct: IConstruct;
  readonly code: string;
  readonly reason: string;
}

/** Kinds by which an app says what its own callers do with anybody's service. */
const TRAFFIC = new Set(['VirtualService', 'DestinationRule']);

/** Looks for mistakes in an app's final manifests, once a synth. */
export class AppFindings implements AppFindingsSource {
  public static of(scope: IConstruct): AppFindings {
    return perApp(scope, 'AppFindings', root => new AppFindings(root));
  }

  private readonly scopes: (() => FindingsScope)[] = [];
  private readonly acknowledgements: Acknowledgement[] = [];
  private readonly stamped = new Set<ApiObject>();
  /** Of the last synth. */
  private results: readonly MeshResult[] = [];

  private constructor(private readonly root: IConstruct) {
    const synthesis = Synthesis.of(root);
    synthesis.onPrepare(() => {
      this.stamped.forEach(object => Rendering.of(object).forgetLast());
      this.stamped.clear();
    });
    synthesis.addFinalCheck('findings', app => this.check(app));
    synthesis.onWritten(app => writeConstructPaths(root as App, app));
  }

  public add(scope: () => FindingsScope): void {
    this.scopes.push(scope);
  }

  public acknowledge(construct: IConstruct, code: string, reason: string): void {
    const acknowledgement = { construct, code, reason };
    Synthesis.of(this.root).addCheck(construct, () => this.problemsOf(acknowledgement));
    this.acknowledgements.push(acknowledgement);
  }

  private problemsOf(acknowledgement: Acknowledgement): string[] {
    const { construct, code, reason } = acknowledgement;
    const say = `Findings.of(…).acknowledge('${code}')`;
    const [same] = this.acknowledgements.filter(other => other.construct === construct && other.code === code);
    const named = allRules().filter(({ aliases }) => aliases.includes(code)).map(rule => `'${rule.code}'`);
    return [
      ...allRules().some(rule => rule.code === code) ? []
        : [`${say}: there is no such finding; name it by its own code${named.length === 0 ? ', such as MESH0440' : `: ${named.join(' or ')}`}.`],
      ...reason.trim() === '' || reason.includes('\n') ? [`${say}: reason '${reason}' must be one line that says something; say why it may be.`] : [],
      ...same === acknowledgement ? [] : [`${say}: it is acknowledged already; keep one of the two.`],
    ];
  }

  /** What is found in an app's manifests; undefined where it has no mesh. */
  public find(manifests: readonly Manifest[]): FindingsResult | undefined {
    const results = this.resultsOf(manifests);
    return results.length === 0 ? undefined : {
      open: results.flatMap(({ result }) => result.open),
      acknowledged: results.flatMap(({ result }) => result.acknowledged),
    };
  }

  /** What is found of one mesh in what has just been synthesized, whatever is made of it. */
  public resultOf(mesh: Mesh, app: SynthesizedApp): FindingsResult {
    const isMeant = (one: Mesh): boolean => one === mesh;
    const isOff = mesh.findings === FindingsMode.OFF;
    const [found] = isOff ? this.resultsOf(writtenManifests(app), isMeant, app) : this.results.filter(one => isMeant(one.mesh));
    return found?.result ?? { open: [], acknowledged: [] };
  }

  private check(app: SynthesizedApp): Problems {
    const problems: Problems = new Map();
    const report = (construct: IConstruct, problem: string): void => void problems.set(construct, [...problems.get(construct) ?? [], problem]);
    const objects = new Map(app.objects.map(one => [one.object.node.path, one]));
    const manifests = writtenManifests(app);
    const results = this.resultsOf(manifests, ({ findings }) => findings !== FindingsMode.OFF, app);
    this.results = results;
    for (const { mesh, result, used } of results) {
      for (const finding of result.open) {
        const object = objects.get(finding.origin?.constructPath ?? '')?.object ?? this.root;
        if (finding.severity === 'error' && mesh.findings === FindingsMode.ERROR) {
          report(object, textOf(finding));
        } else if (finding.severity !== 'info') {
          process.stderr.write(`${finding.severity}: [${object.node.path}] ${textOf(finding)}\n`);
        }
      }
      used.forEach(([path, acknowledgement]) => this.stamp(objects.get(path)!, acknowledgement));
    }
    if (this.scopes.every(scope => scope().mesh.findings !== FindingsMode.OFF)) {
      const used = new Set(results.flatMap(result => result.used.map(([, acknowledgement]) => acknowledgement)));
      this.acknowledgements.filter(one => !used.has(one)).forEach(({ construct, code }) =>
        report(construct, `Findings.of(…).acknowledge('${code}'): nothing of this code is found here (any more); remove it.`));
    }
    return problems;
  }

  private resultsOf(manifests: readonly Manifest[], wanted: (mesh: Mesh) => boolean = () => true, app?: SynthesizedApp): readonly MeshResult[] {
    const scopes = this.scopes.map(one => one());
    const meshes = [...new Set(scopes.map(({ mesh }) => mesh))].filter(wanted);
    return meshes.map(mesh => this.acknowledged(mesh, this.findIn(mesh, scopes, manifests, app)));
  }

  /** Objects of no mesh's namespaces are the first mesh's to check. */
  private findIn(mesh: Mesh, scopes: readonly FindingsScope[], manifests: readonly Manifest[], app?: SynthesizedApp): FindingsResult {
    const meshOf = new Map(scopes.map(scope => [scope.namespace, scope.mesh]));
    const isOwn = ({ object }: Manifest): boolean => {
      const { kind, metadata } = object as Json;
      return (meshOf.get(kind === 'Namespace' ? metadata?.name : metadata?.namespace) ?? scopes[0].mesh) === mesh;
    };
    const context = contextOf(mesh);
    const owned = new Set(scopes.filter(scope => scope.owned).map(({ namespace }) => namespace));
    const written = writtenPaths(manifests);
    const elsewhere = declaredElsewhere(mesh, CallGraph.of(this.root).calls, path => written.has(path));
    const shared = new Set(namespacesOf(elsewhere));
    const shown = new Set([...context.model.workloads.all, ...context.model.services.all].map(({ namespace }) => namespace));
    const own: Manifest[] = [];
    const others: Manifest[] = context.objects.map(object => ({ object }));
    manifests.forEach(manifest => (isOwn(manifest) ? own : others).push(manifest));
    return findAll(own, {
      ...contextOptions(mesh, context),
      ...app ? { model: SynthesizedModels.of(app).modelOf(mesh, [...others, ...own], elsewhere) } : {},
      istioVersion: mesh.istioVersion.toString(),
      otherNamespaces: true,
      partlyShown: namespacesOf([...elsewhere, ...manifests]).filter(namespace =>
        (shared.has(namespace) || !owned.has(namespace)) && !shown.has(namespace)),
      context: [...elsewhere, ...others],
    });
  }

  /** A result with what the app itself acknowledges. */
  private acknowledged(mesh: Mesh, { open, acknowledged }: FindingsResult): MeshResult {
    const used: [string, Acknowledgement][] = [];
    const still: Finding[] = [];
    const passed: AcknowledgedFinding[] = [...acknowledged];
    for (const finding of open) {
      const path = finding.origin?.constructPath;
      const acknowledgement = path === undefined ? undefined : this.acknowledgementOf(path, finding.code);
      if (path !== undefined && acknowledgement) {
        used.push([path, acknowledgement]);
        passed.push({ finding, reason: acknowledgement.reason });
      } else {
        still.push(finding);
      }
    }
    return { mesh, used, result: { open: still, acknowledged: passed } };
  }

  /** Says it in the manifest too, for whoever checks that alone. */
  private stamp({ object, manifest }: SynthesizedObject, { code, reason }: Acknowledgement): void {
    const rendering = Rendering.of(object);
    rendering.annotateLast(ACKNOWLEDGE, `${code}: ${reason}`);
    Object.assign(manifest, rendering.annotated(manifest));
    this.stamped.add(object);
  }

  /** What the nearest construct at or above a path says of a finding. */
  private acknowledgementOf(path: string, code: string): Acknowledgement | undefined {
    return this.acknowledgements.filter(one => one.code === code && isWithin(path, one.construct.node.path))
      .sort((a, b) => b.construct.node.path.length - a.construct.node.path.length)[0];
  }
}

/** The paths of constructs that something is written of, besides what is said of its traffic: that is said of others' services, too. */
function writtenPaths(manifests: readonly Manifest[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { object, origin } of manifests) {
    if (TRAFFIC.has((object as Json).kind)) { continue; }
    for (let path = origin?.constructPath ?? ''; path !== '' && !paths.has(path); path = path.slice(0, Math.max(path.lastIndexOf('/'), 0))) { paths.add(path); }
  }
  return paths;
}

function namespacesOf(manifests: readonly Manifest[]): readonly string[] {
  const all = manifests.map(({ object }) => (object as Json).metadata?.namespace as string | undefined);
  return [...new Set(all.filter(namespace => namespace !== undefined))];
}

function isWithin(path: string, construct: string): boolean {
  return construct === '' || path === construct || path.startsWith(`${construct}/`);
}

function textOf({ code, message, fix, object, path }: Finding): string {
  return `${code}: ${message} [${object.kind} ${object.namespace}/${object.name}${path === '' ? '' : `, ${path}`}]. ${fix}`;
}
