import type { App } from 'cdk8s';
import { modelOptions } from './access/model-options';
import { manifestsOf } from './app-manifests';
import type { Finding, FindingsResult, WorldOptions } from './findings';
import { findAll } from './findings';
import type { AppFindingsSource } from './findings/app-findings-source';
import { ISTIO_VERSIONS, releaseOf } from './findings/world/istio-versions';
import type { MeshFindingsOptions } from './findings-options';
import type { FindingSeverity, MeshFinding } from './mesh-finding';
import { existingPerApp } from '../private/per-app';

/**
 * The mistakes in manifests that the API server, Istio or Kiali would tell later, and some that nobody tells: anyone's manifests.
 */
export class MeshFindings {
  /**
   * Looks at every object of an app as it would be written: patches, acknowledgements and all.
   */
  public static fromApp(app: App): MeshFindings {
    const manifests = manifestsOf(app);
    const found = existingPerApp<AppFindingsSource>(app, 'AppFindings')?.find(manifests);
    // An app without a namespace of ours may describe its mesh all the same.
    const described = existingPerApp<() => MeshFindingsOptions>(app, 'MeshFindingsOptions')?.() ?? {};
    return new MeshFindings(found ?? findAll(manifests, worldOptions(described)));
  }

  /**
   * Looks at plain objects; lists are taken apart.
   */
  public static fromManifests(manifests: unknown[], options: MeshFindingsOptions = {}): MeshFindings {
    return new MeshFindings(findAll(manifests.map(object => ({ object })), worldOptions(options)));
  }

  private constructor(private readonly result: FindingsResult) {}

  /** What nobody has acknowledged, in the order of the manifests. */
  public open(): MeshFinding[] {
    return this.result.open.map(finding => present(finding));
  }

  /** What somebody has acknowledged, with the reasons. */
  public acknowledged(): MeshFinding[] {
    return this.result.acknowledged.map(({ finding, reason }) => ({ ...present(finding), reason }));
  }
}

function worldOptions({ istioVersion, context, ...options }: MeshFindingsOptions): WorldOptions {
  return {
    ...modelOptions(options),
    ...istioVersion === undefined ? {} : { istioVersion: known(istioVersion) },
    ...context === undefined ? {} : { context: context.map(object => ({ object })) },
  };
}

function known(istioVersion: string): string {
  const release = releaseOf(istioVersion);
  if (release === undefined) { throw new Error(`Istio version '${istioVersion}' is not known; use one of ${ISTIO_VERSIONS.join(', ')}.`); }
  return release;
}

function present({ code, aliases, severity, object: { kind, namespace, name }, path, message, fix, origin }: Finding): MeshFinding {
  return {
    code,
    aliases: [...aliases],
    severity: severity as FindingSeverity,
    kind,
    namespace,
    name,
    path,
    message,
    fix,
    ...origin?.constructPath === undefined ? {} : { constructPath: origin.constructPath },
  };
}
