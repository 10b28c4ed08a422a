import type { Place } from './place';
import { checkLabelSelector } from './selector';
import { dnsSubdomain, pathSegment } from '../formats/names';
import { shown } from '../problems';

const GROUP = 'rbac.authorization.k8s.io';

export function checkRole(role: Place): void {
  role.at('rules').items.forEach(rule => checkRule(rule, true));
}

export function checkClusterRole(role: Place): void {
  role.at('rules').items.forEach(rule => checkRule(rule, false));
  const aggregation = role.at('aggregationRule');
  if (!aggregation.exists) { return; }
  aggregation.at('clusterRoleSelectors').needed();
  aggregation.at('clusterRoleSelectors').items.forEach(checkLabelSelector);
}

function checkRule(rule: Place, namespaced: boolean): void {
  rule.at('verbs').needed('a rule needs a verb');
  const urls = rule.at('nonResourceURLs');
  if (urls.length > 0) {
    if (namespaced) { urls.report('object', 'a Role cannot allow URLs; a ClusterRole can'); }
    if (['apiGroups', 'resources', 'resourceNames'].some(field => rule.at(field).length > 0)) { urls.report('choice', 'a rule is for URLs or for resources'); }
    return;
  }
  rule.at('apiGroups').needed("a rule needs an API group; that of pods and services is ''");
  rule.at('resources').needed('a rule needs a resource');
}

export function checkRoleBinding(binding: Place): void {
  checkBinding(binding, ['Role', 'ClusterRole'], true);
}

export function checkClusterRoleBinding(binding: Place): void {
  checkBinding(binding, ['ClusterRole'], false);
}

function checkBinding(binding: Place, kinds: readonly string[], namespaced: boolean): void {
  const reference = binding.at('roleRef');
  reference.at('apiGroup').emptyOrOneOf(GROUP);
  if (reference.at('kind').needed()) { reference.at('kind').oneOf(...kinds); }
  reference.at('name').neededNamed(pathSegment);
  for (const subject of binding.at('subjects').items) { checkSubject(subject, namespaced); }
}

function checkSubject(subject: Place, namespaced: boolean): void {
  const [kind, name, group] = [subject.at('kind'), subject.at('name'), subject.at('apiGroup')];
  name.needed();
  switch (kind.text) {
    case 'ServiceAccount':
      name.named(dnsSubdomain);
      if (group.text !== '') { group.report('enum', 'a ServiceAccount is in no group'); }
      if (!namespaced) { subject.at('namespace').needed(); }
      return;
    case 'User': case 'Group': group.emptyOrOneOf(GROUP); return;
    default: kind.report('enum', `${shown(kind.text)} is none of ServiceAccount, User, Group`);
  }
}
