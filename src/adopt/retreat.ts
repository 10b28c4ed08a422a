import type { AdoptedApp } from './apps';
import type { Decisions } from './decisions';
import { appKey, FINDINGS_KEY, gatewayKey, namespaceKey, ownerKey, podsKey, policiesKey, routesKey } from './decisions';
import { describe } from './kube-object';
import type { AppPlan, NamespacePlan } from './plan';
import type { Outcome, SynthProblem } from './try-out';
import type { AccessChange } from '../analysis/access-diff/access-change';

/**
 * Decides what has to stay as it was, after a trial that came out otherwise than the original: as little as possible each time.
 *
 * @returns whether anything was decided, so that it is worth another trial
 */
export function retreat({ problems, changed, access }: Outcome, plan: AppPlan, decisions: Decisions): boolean {
  if (problems.length > 0) {
    return some(problems, problem => fromProblem(problem, plan, decisions))
      || some(plan.namespaces, ({ name }) => decisions.decide(namespaceKey(name), firstSentence(problems[0].message)));
  }
  if (changed.length > 0) {
    return some(changed, ({ object, changes }) => {
      const reason = `of ${describe(object)}, ${changes.slice(0, 3).join(', ')}`;
      const namespace = plan.namespaces.find(({ name }) => name === object.namespace);
      const makes = ({ versions }: AdoptedApp): boolean => versions.some(({ controller }) => controller === object);
      const app = namespace?.apps.find(one => one.services.includes(object) || makes(one));
      const isPods = app !== undefined && makes(app);
      const routed = namespace?.apps.find(one => one.routes.includes(object));
      if (routed && namespace) {
        return (routed.versions.length === 1 && decisions.decide(routesKey(namespace.name, routed.name), `VirtualService '${object.name}' ${changes.join(', ')}`))
          || decisions.decide(appKey(namespace.name, routed.name), reason);
      }
      return (isPods && decisions.decide(podsKey(object.namespace!, object.name), `as a construct, ${changes.slice(0, 3).join(', ')}`))
        || (app !== undefined && decisions.decide(appKey(object.namespace!, app.name), reason))
        || (namespace !== undefined && decisions.decide(namespaceKey(namespace.name), reason));
    });
  }
  const changes = access ? [...access.allowed, ...access.denied, ...access.undecided] : [];
  return changes.length > 0 && fromAccess(changes, plan, decisions);
}

/** Everything at once, so that few trials are needed. */
function some<T>(list: readonly T[], decide: (item: T) => boolean): boolean {
  return list.map(decide).includes(true);
}

/** Codes of findings stand in brackets at the beginning or end. */
const FINDING = /\bMESH\d{4}\b/;

function fromProblem({ path, message }: SynthProblem, plan: AppPlan, decisions: Decisions): boolean {
  const [first, second, third] = path.split('/');
  const namespace = plan.namespaces.find(({ name }) => name === first);
  const reason = firstSentence(message);
  // What is wrong with the manifests is so before and after: one decision lets all of it be.
  if (FINDING.test(message) && plan.findings === undefined) { return decisions.decide(FINDINGS_KEY, reason); }
  if (namespace === undefined) { return false; }
  const app = namespace.apps.find(({ name }) => name === second);
  if (app !== undefined) {
    const meant = app.versions.filter(({ version }) => third === undefined || app.versions.length === 1 || version === third);
    const pods = meant.map(({ controller }) => controller).filter(controller => plan.podsReason(controller) === undefined);
    return (concernsPods(message) && some(pods, controller => decisions.decide(podsKey(first, controller.name), reason)))
      || (concernsPolicies(message, namespace) && decisions.decide(policiesKey(first), reason))
      || decisions.decide(appKey(first, app.name), reason) || decisions.decide(namespaceKey(first), reason);
  }
  if (namespace.gateways.some(({ object }) => object.name === second)) {
    return decisions.decide(gatewayKey(first, second), reason) || decisions.decide(namespaceKey(first), reason);
  }
  if (second === undefined || second === 'Namespace') {
    return (namespace.owned !== undefined && decisions.decide(ownerKey(first), reason))
      || decisions.decide(policiesKey(first), reason) || decisions.decide(namespaceKey(first), reason);
  }
  return decisions.decide(policiesKey(first), reason) || decisions.decide(namespaceKey(first), reason);
}

function concernsPods(message: string): boolean {
  return /container|pod|image|environment|probe|volume|service account|selector|Pod Security/i.test(message);
}

function concernsPolicies(message: string, { enforced }: NamespacePlan): boolean {
  return enforced !== undefined && /call|allow|admit|refus|Sidecar|NetworkPolic|AuthorizationPolic|reach/i.test(message);
}

/** The namespaces whose workloads are named take a step back: their calls, their gateways, their canaries, then all. */
function fromAccess(changes: readonly AccessChange[], plan: AppPlan, decisions: Decisions): boolean {
  const named = new Set(changes.flatMap(({ clients, calleeWorkload, callee }) => [
    ...clients.flatMap(({ namespace }) => namespace ?? []), ...calleeWorkload ? [calleeWorkload.namespace] : plan.namespaces.map(({ name }) => name).filter(name => callee.startsWith(`${name}/`)),
  ]));
  const callees = new Set(changes.flatMap(({ calleeWorkload }) => (calleeWorkload ? [`${calleeWorkload.namespace}/${calleeWorkload.workload}`] : [])));
  const touched = plan.namespaces.filter(({ name, secure }) => secure && named.has(name));
  const namespaces = touched.length > 0 ? touched : plan.namespaces.filter(({ secure }) => secure);
  const reason = `with constructs, access would be otherwise: ${say(changes[0])}`;
  const steps: readonly ((namespace: NamespacePlan) => boolean)[] = [
    ({ name, enforced }) => enforced !== undefined && decisions.decide(policiesKey(name), reason),
    ({ name, gateways }) => some(gateways, ({ object }) => decisions.decide(gatewayKey(name, object.name), reason)),
    ({ name, apps }) => some(apps.filter(({ versions }) => versions.length > 1 && versions.some(({ controller }) => callees.has(`${name}/${controller.name}`))), app => decisions.decide(appKey(name, app.name), reason)),
    ({ name, owned }) => owned !== undefined && decisions.decide(ownerKey(name), reason),
    ({ name }) => decisions.decide(namespaceKey(name), reason),
  ];
  return steps.some(step => some(namespaces, step))
    || some(plan.namespaces.filter(({ secure }) => secure), ({ name }) => decisions.decide(namespaceKey(name), reason));
}

function say({ clients, callee, ports, before, after, example, causes }: AccessChange): string {
  const why = example?.after.reason ?? causes.at(0);
  const [first, ...more] = clients.map(({ text }) => text);
  return `${first}${more.length > 0 ? ` and ${more.length} others` : ''} → ${callee}, ${ports}: ${before} → ${after}${why === undefined ? '' : `, since ${why}`}`;
}

/** What is wrong; what to do about it is for who wrote the code. */
function firstSentence(message: string): string {
  const [line] = message.split('\n');
  return line.replace(/[.;]\s*$/, '').replace(/; [^;]*$/, '');
}
