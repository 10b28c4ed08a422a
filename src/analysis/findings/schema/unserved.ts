import { CORE_KINDS } from './generated/core-kinds';
import { CUSTOM_KINDS } from './generated/custom-kinds';
import type { Problems } from './problems';
import { shown } from './problems';
import { nearest } from './suggestion';

/** Every kind, as `apiVersion/kind`. */
const KINDS = [...Object.keys(CORE_KINDS), ...Object.keys(CUSTOM_KINDS)].filter(name => name.includes('/'));
/** Groups that are Kubernetes' own, or were. */
const KUBERNETES_GROUPS = new Set(['extensions', ...Object.keys(CORE_KINDS).map(groupOf)]);
const SHORT_GROUP = 8;

/** Reports a kind of Istio's or of the Gateway API's that a release does not serve like this, and how it does. */
export function reportUnserved(apiVersion: string, kind: string, release: string, problems: Problems): void {
  const whose = release.startsWith('istio') ? `Istio ${release.slice(6)}` : `the ${release.slice(12)} channel of the Gateway API`;
  const group = groupOf(apiVersion);
  const names = Object.keys(CUSTOM_KINDS).filter(name => isOf(name, kind) && groupOf(name) === group && release in CUSTOM_KINDS[name].roots);
  problems.add('unknown-kind', names.length === 0
    ? `${whose} has no kind ${shown(kind)} in the group ${group}`
    : `${whose} does not serve ${kind} as ${shown(apiVersion)}, but as ${versionsOf(names)}`);
}

/** Reports a kind that is none of those that we know, if it is clear that nobody has it. */
export function checkForeign(apiVersion: string, kind: string, problems: Problems): void {
  const names = KINDS.filter(name => isOf(name, kind));
  const group = groupOf(apiVersion);
  const alone = !apiVersion.includes('/');
  if (alone || KUBERNETES_GROUPS.has(group)) {
    if (names.length > 0) {
      problems.add('unknown-kind', `Kubernetes does not serve ${kind} as ${shown(apiVersion)}, but as ${versionsOf(names)}`);
    } else if (alone && apiVersion !== 'v1') {
      problems.add('unknown-kind', `Kubernetes has no version ${shown(apiVersion)} without a group`);
    }
    return;
  }
  // Anybody may have a group and a kind of any name; the kind of another group, whose name is nearly the same, nobody has.
  const meant = nearest(group, names.filter(name => name.split('/').length === 3).map(groupOf), group.length < SHORT_GROUP ? 1 : 2);
  if (meant !== undefined) { problems.add('unknown-kind', `there is no ${kind} in the group ${shown(group)} (did you mean '${meant}'?)`); }
}

function isOf(name: string, kind: string): boolean {
  return name.endsWith(`/${kind}`);
}

function groupOf(name: string): string {
  return name.split('/')[0];
}

function versionsOf(names: readonly string[]): string {
  return names.map(name => name.slice(0, name.lastIndexOf('/'))).join(' and ');
}
