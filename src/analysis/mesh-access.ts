import type { App } from 'cdk8s';
import type { AccessDecision, AccessLayer, AccessLayerDecision, AccessObject, AccessVerdict } from './access/access-decision';
import type { AccessRequest, AccessWorkload } from './access/access-request';
import type { AccessTable } from './access/access-table';
import { explainDecision } from './access/explain';
import type { MeshAccessOptions } from './access/mesh-access-options';
import { modelOptions } from './access/model-options';
import { AccessDifference } from './access-diff/access-difference';
import type { AccessGrant } from './access-diff/access-grant';
import type { AllowedAccess } from './access-diff/allowed-access';
import { grantedBy, openFromOutside } from './access-diff/ask';
import { reachedBesides } from './access-diff/reached-besides';
import { accessTableOf } from './access-table/access-table-of';
import { manifestsOf } from './app-manifests';
import { decide } from './decision/decide';
import type { Decision, LayerVerdict } from './decision/decision';
import type { GraphOptions, MeshGraph } from './graph';
import { meshGraphOf } from './graph';
import type { Manifest } from './manifest';
import type { Element, MeshModel } from './model';
import { buildModel } from './model';
import { problemTexts } from './model/problem-texts';
import { readRequest } from './read-request';
import { changingNamespaces } from './strict-mtls/changing-namespaces';
import type { StrictMtlsBreak } from './strict-mtls/strict-mtls-break';
import { strictMtlsBreaks } from './strict-mtls/strict-mtls-breaks';
import { existingPerApp } from '../private/per-app';

/**
 * What manifests let callers do: anyone's manifests, read as Kubernetes and Istio would.
 */
export class MeshAccess {
  /**
   * Reads every object of an app as it would be written: patches and all.
   */
  public static fromApp(app: App, options: MeshAccessOptions = {}): MeshAccess {
    // What the app says of its mesh holds, unless it is asked otherwise.
    const described = existingPerApp<() => MeshAccessOptions>(app, 'MeshAccessOptions')?.();
    // What others own and the app relies on is taken for granted, as in the proof, unless the context shows it.
    const relied = existingPerApp<() => object[]>(app, 'ReliedObjects')?.() ?? [];
    const all = { ...described, ...options };
    return MeshAccess._of(manifestsOf(app), relied.length === 0 ? all : { ...all, context: [...relied, ...all.context ?? []] });
  }

  /**
   * Reads plain objects; lists are taken apart.
   */
  public static fromManifests(manifests: unknown[], options: MeshAccessOptions = {}): MeshAccess {
    return MeshAccess._of(manifests.map(object => ({ object })), options);
  }

  /**
   * @param unread what else there is and could not even be told to be manifests, one sentence each
   * @internal
   */
  public static _of(manifests: readonly Manifest[], options: MeshAccessOptions = {}, unread: readonly string[] = []): MeshAccess {
    const context = (options.context ?? []).map(object => ({ object }));
    return new MeshAccess(buildModel([...context, ...manifests], modelOptions(options)), options, unread);
  }

  private constructor(private readonly model: MeshModel, private readonly options: MeshAccessOptions, private readonly unread: readonly string[]) {}

  /**
   * What happens to a request.
   */
  public decide(request: AccessRequest): AccessDecision {
    return this.answer({ ...request, from: request.from._toJson() });
  }

  /**
   * What happens to a request, in words: the verdict, and what each layer says.
   */
  public explain(request: AccessRequest): string {
    return explainDecision(this.decide(request));
  }

  /**
   * Who may do what to whom: all that the boundaries leave open, whoever asks for it.
   */
  public table(): AccessTable {
    return accessTableOf(this.model, this.problems());
  }

  /**
   * What is newly allowed and newly denied since an older version.
   *
   * @param allowed new access that may be; what is wrong with it is an error
   */
  public changesSince(older: MeshAccess, allowed: AllowedAccess[] = []): AccessDifference {
    return AccessDifference._between(older.model, this.model, allowed);
  }

  /**
   * What of some access is possible, or possibly is, whatever the proxies of callers would keep them from.
   *
   * @param unwanted access that should not be possible; a workload that is not there is an error
   */
  public grantedOf(unwanted: AllowedAccess[]): AccessGrant[] {
    return grantedBy(this.model, unwanted);
  }

  /**
   * Who may reach workloads from outside: without identity, or through a gateway.
   *
   * @param workloads `NAMESPACE/WORKLOAD`, `NAMESPACE/*` or `*`; what means no workload is an error. @default - all of them
   */
  public reachableFromOutside(workloads: string[] = ['*']): AccessGrant[] {
    return openFromOutside(this.model, workloads);
  }

  /**
   * Who reaches whom today without mutual TLS, and would be refused if callees accepted nothing else (STRICT): the callers to move into
   * the mesh first. What cannot be decided is told as what may be refused. Callers are followed to the Services of a callee, on
   * the ports that pods and Services name.
   *
   * @param namespaces the namespaces of callees that become STRICT, `*` for the whole mesh; an unknown one is an error. @default - the whole mesh
   */
  public brokenByStrictMtls(namespaces: string[] = ['*']): StrictMtlsBreak[] {
    return strictMtlsBreaks(this.model, changingNamespaces(this.model, namespaces));
  }

  /**
   * What could not be read, one sentence each.
   */
  public problems(): string[] {
    return [...this.unread, ...problemTexts(this.model)];
  }

  /**
   * Reads other manifests of the same mesh: an older version, say.
   *
   * @internal
   */
  public _alike(manifests: readonly Manifest[]): MeshAccess {
    return MeshAccess._of(manifests, this.options);
  }

  /**
   * Whoever else but some callers may reach a workload, as far as boundaries go.
   *
   * @internal
   */
  public _reachedBesides(callee: AccessWorkload, callers: readonly unknown[]): AccessGrant[] {
    return reachedBesides(this.model, callee, callers);
  }

  /**
   * The mesh as a picture shows it.
   *
   * @internal
   */
  public _graph(options: GraphOptions = {}): MeshGraph {
    return meshGraphOf(this.model, this.problems(), options);
  }

  /**
   * Decides a request as it stands in a file of requests.
   *
   * @internal
   */
  public _answer(request: unknown): AccessDecision {
    return this.answer(request);
  }

  private answer(request: unknown): AccessDecision {
    const read = readRequest(request);
    if (typeof read === 'string') { throw new Error(`the request cannot be decided: ${read}`); }
    return present(decide(this.model, read));
  }
}

function present(decision: Decision): AccessDecision {
  return {
    verdict: decision.verdict as AccessVerdict,
    layer: decision.layer as AccessLayer,
    reason: decision.reason,
    ...presentPlace(decision),
    layers: decision.layers.map((layer): AccessLayerDecision => ({
      layer: layer.layer as AccessLayer,
      verdict: layer.verdict as AccessVerdict,
      boundary: layer.boundary,
      reason: layer.reason,
      ...presentPlace(layer),
    })),
  };
}

function presentPlace({ object, rule, sees }: Pick<LayerVerdict, 'object' | 'rule' | 'sees'>): Pick<AccessLayerDecision, 'object' | 'rule' | 'sees'> {
  return {
    ...object === undefined ? {} : { object: presentObject(object) },
    ...rule === undefined ? {} : { rule },
    ...sees === undefined ? {} : { sees },
  };
}

function presentObject({ kind, namespace, name, origin }: Element): AccessObject {
  return { kind, namespace, name, ...origin };
}
