import type { AdoptedApp, AppVersion } from './apps';
import { appsOf } from './apps';
import type { Decisions } from './decisions';
import { appKey, FINDINGS_KEY, gatewayKey, namespaceKey, ownerKey, podsKey, policiesKey, routesKey } from './decisions';
import type { DeclaredCall, End } from './declared-calls';
import { callsInto } from './declared-calls';
import type { AdoptedGateway } from './gateways';
import { gatewaysOf } from './gateways';
import type { KubeObject } from './kube-object';
import { makesPods } from './kube-object';
import type { Props } from './names';
import type { NamespacePolicies } from './namespaces';
import { ownedProps, policiesOf } from './namespaces';
import type { AccessRow } from '../analysis/access/access-row';

/** An object that stays as it is. */
export interface Kept {
  readonly object: KubeObject;
  /** @default - no construct stands for such objects */
  readonly reason?: string;
}

/** What becomes of a namespace. */
export interface NamespacePlan {
  readonly name: string;
  /** Is it a SecureNamespace? A plain chart otherwise. */
  readonly secure: boolean;
  /** Props that follow from the Namespace object. @default - the object stays, or there is none: the namespace is somebody else's */
  readonly owned?: Props;
  /** Policies that are written anew from calls. @default - nothing is enforced by constructs */
  readonly enforced?: NamespacePolicies;
  /** Why policies stay objects. @default - they do not, or there are none */
  readonly policiesReason?: string;
  readonly apps: readonly AdoptedApp[];
  readonly gateways: readonly AdoptedGateway[];
  readonly calls: readonly DeclaredCall[];
  readonly kept: readonly Kept[];
}

export interface AppPlan {
  readonly namespaces: readonly NamespacePlan[];
  /** What belongs to no namespace. */
  readonly cluster: readonly Kept[];
  /** What is wrong with the manifests, if the synth is to go on nevertheless. */
  readonly findings?: string;
  /** Why a Deployment stays an object; undefined if that is to be tried. */
  podsReason(controller: KubeObject): string | undefined;
}

/** Namespaces of the mesh itself, whose policies hold for all of it. */
const ROOT_NAMESPACE = 'istio-system';

/**
 * Finds what each object becomes, as far as nothing else has been decided.
 *
 * @param rows who may do what to whom
 */
export function planOf(objects: readonly KubeObject[], rows: readonly AccessRow[], decisions: Decisions): AppPlan {
  const names = [...new Set(objects.flatMap(({ namespace }) => namespace ?? []))].sort();
  const declared = new Map(objects.filter(({ kind, group }) => kind === 'Namespace' && group === '').map(object => [object.name, object]));
  for (const name of declared.keys()) { if (!names.includes(name)) { names.push(name); } }
  names.sort();
  const sorted = new Map(names.map(name => {
    const own = objects.filter(({ namespace }) => namespace === name);
    return [name, { own, ...chosenApps(name, own, decisions) }];
  }));
  const ends = new Map([...sorted.values()].flatMap(({ apps }) => apps).flatMap(app => app.versions.map(({ controller, version }): [string, End] =>
    [`${controller.namespace}/${controller.name}`, app.versions.length > 1 ? { app, version } : { app }])));
  const cluster: Kept[] = objects.filter(({ namespace, kind, group }) => namespace === undefined && !(kind === 'Namespace' && group === '')).map(object => ({ object }));
  const namespaces = names.map(name => {
    const { own, apps, kept } = sorted.get(name)!;
    return namespacePlan(name, own, apps, kept, declared.get(name), { rows, ends, decisions, cluster });
  });
  const findings = decisions.get(FINDINGS_KEY);
  return {
    namespaces: namespaces.filter(({ secure, kept }) => secure || kept.length > 0),
    cluster,
    ...findings === undefined ? {} : { findings },
    podsReason: ({ namespace, name }) => decisions.get(podsKey(namespace ?? '', name)),
  };
}

function chosenApps(name: string, own: readonly KubeObject[], decisions: Decisions): Pick<NamespacePlan, 'apps' | 'kept'> {
  const { apps: found, misfits } = appsOf(name, own);
  const apps = found.map(app => {
    const reason = decisions.get(routesKey(name, app.name));
    return reason === undefined ? app : { ...app, routes: [], rules: [], keptRoutes: { objects: app.routes, reason } };
  });
  const all = decisions.get(namespaceKey(name));
  const reasonFor = (app: AdoptedApp): string | undefined => all ?? decisions.get(appKey(name, app.name));
  return {
    apps: apps.filter(app => reasonFor(app) === undefined),
    kept: [
      // A Service may lead to several misfits.
      ...new Map(misfits.flatMap(({ objects, reason }) => objects.map(object => [object, { object, reason }] as const))).values(),
      ...apps.filter(app => reasonFor(app) !== undefined).flatMap(app => objectsOf(app).map(object => ({ object, reason: reasonFor(app) }))),
    ],
  };
}

function objectsOf({ versions, services, routes }: AdoptedApp): readonly KubeObject[] {
  return [...versions.map(({ controller }) => controller), ...services, ...routes];
}

interface Surroundings {
  readonly rows: readonly AccessRow[];
  readonly ends: ReadonlyMap<string, End>;
  readonly decisions: Decisions;
  readonly cluster: Kept[];
}

function namespacePlan(
  name: string, own: readonly KubeObject[], apps: readonly AdoptedApp[], kept: readonly Kept[], object: KubeObject | undefined,
  { rows, ends, decisions, cluster }: Surroundings,
): NamespacePlan {
  const controllers = own.filter(makesPods);
  const policies = policiesOf(own, controllers);
  const whole = decisions.get(namespaceKey(name)) ?? (name === ROOT_NAMESPACE ? 'policies of the mesh\'s root namespace hold for the whole mesh, and belong to its owner' : undefined);
  const found = policies.mechanisms.length === 0 ? undefined
    : whole ?? decisions.get(policiesKey(name)) ?? policies.more ?? (kept.some(({ object: one }) => makesPods(one)) ? 'some of the pods that they are about are no apps here' : callsInto(name, rows, ends));
  const calls = typeof found === 'object' ? found : undefined;
  const owner = object && (whole ?? decisions.get(ownerKey(name)) ?? ownedProps(object));
  const secure = whole === undefined && (apps.length > 0 || (calls !== undefined && typeof owner === 'object'));
  const enforced = secure && calls ? policies : undefined;
  const read = secure ? gatewaysOf(own, apps) : { gateways: [], reasons: new Map<KubeObject, string>() };
  const gatewayReason = (gateway: AdoptedGateway): string | undefined => decisions.get(gatewayKey(name, gateway.object.name));
  const gateways = read.gateways.filter(gateway => gatewayReason(gateway) === undefined);
  const reasons = new Map([
    ...read.reasons,
    ...read.gateways.flatMap(gateway => [gateway.object, ...gateway.routes].map(one => [one, gatewayReason(gateway)] as const)),
  ]);
  if (object && (!secure || typeof owner === 'string')) { cluster.push({ object, ...typeof owner === 'string' ? { reason: owner } : {} }); }
  const replaced = new Set<KubeObject>([
    ...secure ? apps.flatMap(objectsOf) : [],
    ...enforced ? enforced.objects : [],
    ...gateways.flatMap(gateway => [gateway.object, ...gateway.routes]),
    ...kept.map(one => one.object),
  ]);
  const routesReason = (one: KubeObject): string | undefined => apps.find(({ keptRoutes }) => keptRoutes?.objects.includes(one))?.keptRoutes?.reason;
  const policiesReason = enforced || policies.objects.length === 0 ? undefined
    : typeof found === 'string' ? found : whole ?? (secure ? 'they do not refuse whatever they do not name, as policies of constructs do' : undefined);
  return {
    name,
    secure,
    ...secure && typeof owner === 'object' ? { owned: owner } : {},
    ...enforced ? { enforced } : {},
    ...policiesReason === undefined ? {} : { policiesReason },
    apps: secure ? apps : [],
    gateways,
    calls: enforced ? calls! : [],
    kept: [
      ...kept,
      ...own.filter(one => !replaced.has(one)).map((one): Kept => {
        const reason = policies.objects.includes(one) ? policiesReason : reasons.get(one) ?? routesReason(one) ?? whole;
        return { object: one, ...reason === undefined ? {} : { reason } };
      }),
    ],
  };
}

/** Each version of each app, in order. */
export function versionsOf({ apps }: NamespacePlan): readonly { readonly app: AdoptedApp; readonly version: AppVersion }[] {
  return apps.flatMap(app => app.versions.map(version => ({ app, version })));
}
