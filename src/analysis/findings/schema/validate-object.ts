import { CORE_CHECKS } from './core/kinds';
import { Place } from './core/place';
import { CoreNode } from './core-node';
import { checkTyped } from './core-value';
import { CustomNode } from './custom-node';
import { checkCustomResource } from './custom-resource';
import { dnsSubdomain } from './formats/names';
import { CORE_KINDS } from './generated/core-kinds';
import { CUSTOM_KINDS } from './generated/custom-kinds';
import { sayingWhatIsNewer } from './newer-release';
import { checkObjectMeta, checkTypedMeta } from './object-meta';
import { Problems, typeName } from './problems';
import type { SchemaProblem } from './schema-problem';
import { checkForeign, reportUnserved } from './unserved';
import type { JsonObject } from '../../json';
import { DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS } from '../world/istio-versions';

/** The channels of the Gateway API: `experimental` has kinds and fields that `standard` lacks, and all of its. */
export type GatewayApiChannel = 'standard' | 'experimental';

export interface ValidationOptions {
  /** The release of Istio whose CRDs are installed, such as '1.30'. @default - 1.30; for a release that is not known the nearest that is */
  readonly istioVersion?: string;
  /** The CRDs of the Gateway API that are installed. @default 'experimental' */
  readonly gatewayApi?: GatewayApiChannel;
}

const ISTIO_GROUP = /^(?:networking|security|telemetry|extensions)\.istio\.io$/;
const GATEWAY_GROUP = /^gateway\.networking\.(?:x-)?k8s\.io$/;

/**
 * What the API server would refuse in an object: kinds of Istio and of the Gateway API by the schemas and rules of their CRDs,
 * kinds of Kubernetes that a mesh is made of by their types and by what the API server checks beyond. Of other kinds nothing is known
 * and nothing said. Never throws, whatever the object is.
 */
export function validateObject(object: JsonObject, options: ValidationOptions = {}): readonly SchemaProblem[] {
  const problems = new Problems();
  const { apiVersion, kind } = object;
  if (!isName(apiVersion) || !isName(kind)) {
    for (const key of ['apiVersion', 'kind']) {
      if (!isName(object[key])) { problems.addAt(key, 'required', `this must be a text, not ${typeName(object[key])}`); }
    }
    return problems.all;
  }
  const name = `${apiVersion}/${kind}`;
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? apiVersion : apiVersion.slice(0, slash);
  if (ISTIO_GROUP.test(group)) {
    const release = nearestRelease(options.istioVersion ?? DEFAULT_ISTIO_VERSION);
    const problemsIn = (version: string) => customProblems(object, name, `istio ${version}`);
    return sayingWhatIsNewer(problemsIn(release), release, problemsIn);
  }
  if (GATEWAY_GROUP.test(group)) {
    return customProblems(object, name, `gateway-api ${options.gatewayApi ?? 'experimental'}`);
  }
  if (Object.prototype.hasOwnProperty.call(CORE_KINDS, name) && name !== 'ObjectMeta') {
    checkCore(object, name, problems);
  } else {
    checkForeign(apiVersion, kind, problems);
  }
  return problems.all;
}

const releases = new Map<string, string>();

function nearestRelease(version: string): string {
  let release = releases.get(version);
  if (release === undefined) { releases.set(version, release = findNearest(version)); }
  return release;
}

function findNearest(version: string): string {
  const minor = /^1\.(\d+)(?:\.|$)/.exec(version)?.[1];
  if (minor === undefined) { return DEFAULT_ISTIO_VERSION; }
  return ISTIO_VERSIONS.reduce((best, release) => distance(release, minor) < distance(best, minor) ? release : best);
}

function distance(release: string, minor: string): number {
  return Math.abs(Number(release.slice(2)) - Number(minor));
}

function customProblems(object: JsonObject, name: string, release: string): readonly SchemaProblem[] {
  const problems = new Problems();
  const kind = Object.prototype.hasOwnProperty.call(CUSTOM_KINDS, name) ? CUSTOM_KINDS[name] : undefined;
  const root = kind?.roots[release];
  if (kind === undefined || root === undefined) {
    reportUnserved(String(object.apiVersion), String(object.kind), release, problems);
  } else {
    checkObjectMeta(object.metadata, { namespaced: kind.namespaced, name: dnsSubdomain }, problems);
    checkCustomResource(object, CustomNode.at(root), problems);
  }
  return problems.all;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function checkCore(object: JsonObject, name: string, problems: Problems): void {
  const kind = CORE_CHECKS[String(object.kind)];
  checkTyped(object, CoreNode.at(CORE_KINDS[name]), problems);
  if (problems.count > 0) { return; }
  checkTypedMeta(object.metadata, kind, true, problems);
  // A status is nobody's to write, and not looked at.
  kind.check(Place.root(object, problems));
}
