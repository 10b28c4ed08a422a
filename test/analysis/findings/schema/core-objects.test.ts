import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { problemsIn } from './_problems';
import { CORE_KINDS } from '../../../../src/analysis/findings/schema/generated/core-kinds';

type Json = Record<string, any>;

/** Sound objects of every kind; the conformance run holds them, and mutants of them, against the API server's own code. */
const OBJECTS = parseAllDocuments(readFileSync(join(__dirname, '../../../../conformance/apiserver/compare/kubernetes.yaml'), 'utf8')).map(document => document.toJS() as Json);

test('sound objects have no problem', () => {
  expect(OBJECTS.flatMap(object => problemsIn(object).map(problem => `${object.kind} ${problem}`))).toEqual([]);
});

test('there is one of every kind', () => {
  const names = new Set(OBJECTS.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`));
  expect(Object.keys(CORE_KINDS).filter(name => !names.has(name))).toEqual(['ObjectMeta', 'autoscaling/v1/HorizontalPodAutoscaler']);
});

const DROP = Symbol('drop');

/** The object of a kind and name in which one place has another value. */
function changed(which: string, path: string, value: unknown): Json {
  const found = OBJECTS.find(({ kind, metadata }) => `${kind} ${metadata.name}` === which);
  if (found === undefined) { throw new Error(`there is no ${which}`); }
  const object = JSON.parse(JSON.stringify(found)) as Json;
  const keys = path.split(/\.(?![^[]*\])/).flatMap(part => [...part.matchAll(/^[^[]+|\[([^\]]+)\]/g)].map(match => match[1] ?? match[0]));
  const last = keys.pop() ?? '';
  const container = keys.reduce<any>((at, key) => at[key], object);
  if (value === DROP) { delete container[last]; } else { container[last] = value; }
  return object;
}

/** What is covered beyond the types of fields: a sound object, what is changed in it, and what is wrong then. */
describe.each<readonly [string, readonly (readonly [string, unknown, string])[]]>([
  ['Namespace shop', [
    ['metadata.name', 'a.b', 'metadata metadata.name'],
  ]],
  ['ConfigMap settings', [
    ['data[a b]', 'c', 'format data["a b"]'],
    ['data.f', 'c', 'duplicate data.f'],
    ['metadata.ownerReferences[0].uid', '', 'required metadata.ownerReferences[0].uid'],
    ['data.d', 'x'.repeat(1024 * 1024), 'bounds '],
  ]],
  ['Secret tls', [
    ['data[tls.key]', DROP, 'required data["tls.key"]'],
    ['metadata.finalizers[0]', 'keep', 'metadata metadata.finalizers[0]'],
    ['data[tls.key]', 'no base64', 'type data["tls.key"]'],
  ]],
  ['Secret registry', [['stringData[.dockerconfigjson]', '[]', 'format data[".dockerconfigjson"]']]],
  ['Service reviews', [
    ['metadata.name', '1a', 'metadata metadata.name'],
    ['spec.type', 'clusterIP', 'enum spec.type'],
    ['spec.ports', [], 'required spec.ports'],
    ['spec.ports[0].port', 0, 'bounds spec.ports[0].port'],
    ['spec.ports[0].port', 65536, 'bounds spec.ports[0].port'],
    ['spec.ports[1].port', 80, 'duplicate spec.ports[1].port'],
    ['spec.ports[1].name', 'http', 'duplicate spec.ports[1].name'],
    ['spec.ports[1].name', DROP, 'required spec.ports[1].name'],
    ['spec.ports[0].targetPort', 'name-of-sixteen-x', 'format spec.ports[0].targetPort'],
    ['spec.ports[0].protocol', 'tcp', 'enum spec.ports[0].protocol'],
    ['spec.ports[0].nodePort', 30000, 'object spec.ports[0].nodePort'],
    ['spec.ports[0].appProtocol', 'a b', 'format spec.ports[0].appProtocol'],
    ['spec.selector.app', 'a b', 'metadata spec.selector.app'],
    ['spec.externalTrafficPolicy', 'Local', 'object spec.externalTrafficPolicy'],
    ['spec.clusterIP', '10.0.0', 'format spec.clusterIP'],
    ['spec.sessionAffinityConfig.clientIP.timeoutSeconds', 0, 'bounds spec.sessionAffinityConfig.clientIP.timeoutSeconds'],
  ]],
  ['Service external', [['spec.externalName', 'A_B', 'format spec.externalName']]],
  ['Pod all', [
    ['spec.containers', [], 'required spec.containers'],
    ['spec.containers[1].name', 'main', 'duplicate spec.containers[1].name'],
    ['spec.containers[1].name', 'init', 'duplicate spec.initContainers[0].name'],
    ['spec.containers[1].image', '', 'required spec.containers[1].image'],
    ['spec.containers[0].imagePullPolicy', 'Sometimes', 'enum spec.containers[0].imagePullPolicy'],
    ['spec.containers[0].ports[0].containerPort', 0, 'bounds spec.containers[0].ports[0].containerPort'],
    ['spec.containers[0].ports[0].name', 'HTTP', 'format spec.containers[0].ports[0].name'],
    ['spec.containers[0].ports[1].name', 'http', 'duplicate spec.containers[0].ports[1].name'],
    ['spec.containers[0].env[0].name', 'A=B', 'format spec.containers[0].env[0].name'],
    ['spec.containers[0].env[0].valueFrom', {}, 'required spec.containers[0].env[0].valueFrom'],
    ['spec.containers[0].env[1].valueFrom.fieldRef.fieldPath', 'status.phase', 'enum spec.containers[0].env[1].valueFrom.fieldRef.fieldPath'],
    ['spec.containers[0].resources.requests.memory', '1Gi', 'object spec.containers[0].resources.requests.memory'],
    ['spec.containers[0].resources.limits.memory', '128 MB', 'type spec.containers[0].resources.limits.memory'],
    ['spec.containers[0].resources.limits.cpus', 1, 'format spec.containers[0].resources.limits.cpus'],
    ['spec.containers[0].volumeMounts[0].name', 'nothing', 'object spec.containers[0].volumeMounts[0].name'],
    ['spec.containers[0].volumeMounts[1].mountPath', '/tmp', 'duplicate spec.containers[0].volumeMounts[1].mountPath'],
    ['spec.containers[0].volumeMounts[1].subPath', '../a', 'format spec.containers[0].volumeMounts[1].subPath'],
    ['spec.containers[0].securityContext.privileged', true, 'object spec.containers[0].securityContext'],
    ['spec.containers[0].securityContext.seccompProfile.type', 'RuntimeDefault', 'object spec.containers[0].securityContext.seccompProfile.localhostProfile'],
    ['spec.containers[0].livenessProbe.httpGet', DROP, 'required spec.containers[0].livenessProbe'],
    ['spec.containers[0].livenessProbe.tcpSocket', { port: 80 }, 'choice spec.containers[0].livenessProbe'],
    ['spec.containers[0].livenessProbe.successThreshold', 2, 'bounds spec.containers[0].livenessProbe.successThreshold'],
    ['spec.containers[0].lifecycle.preStop.sleep.seconds', 31, 'bounds spec.containers[0].lifecycle.preStop.sleep.seconds'],
    ['spec.initContainers[0].livenessProbe', { exec: { command: ['a'] } }, 'object spec.initContainers[0].livenessProbe'],
    ['spec.volumes[0].configMap', { name: 'a' }, 'choice spec.volumes[0]'],
    ['spec.volumes[1].name', 'scratch', 'duplicate spec.volumes[1].name'],
    ['spec.volumes[1].configMap.defaultMode', 512, 'bounds spec.volumes[1].configMap.defaultMode'],
    ['spec.securityContext.runAsUser', -1, 'bounds spec.securityContext.runAsUser'],
    ['spec.restartPolicy', 'always', 'enum spec.restartPolicy'],
    ['spec.dnsConfig.nameservers', [], 'required spec.dnsConfig.nameservers'],
    ['spec.serviceAccountName', 'A', 'format spec.serviceAccountName'],
    ['spec.tolerations[1].operator', 'Equal', 'object spec.tolerations[1].operator'],
    ['spec.topologySpreadConstraints[0].maxSkew', 0, 'bounds spec.topologySpreadConstraints[0].maxSkew'],
    ['spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight', 101,
      'bounds spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight'],
    ['spec.hostAliases[0].ip', 'a', 'format spec.hostAliases[0].ip'],
  ]],
  ['Deployment reviews', [
    ['spec.selector', DROP, 'required spec.selector'],
    ['spec.selector', {}, 'required spec.selector'],
    ['spec.selector.matchLabels.app', 'other', 'object spec.template.metadata.labels'],
    ['spec.selector.matchExpressions[0].operator', 'Is', 'enum spec.selector.matchExpressions[0].operator'],
    ['spec.replicas', -1, 'bounds spec.replicas'],
    ['spec.replicas', '2', 'type spec.replicas'],
    ['spec.template.spec.restartPolicy', 'Never', 'enum spec.template.spec.restartPolicy'],
    ['spec.template.metadata.labels.a', 'b c', 'metadata spec.template.metadata.labels.a'],
    ['spec.strategy.type', 'Recreate', 'object spec.strategy.rollingUpdate'],
    ['spec.strategy.rollingUpdate.maxSurge', 0, 'bounds spec.strategy.rollingUpdate.maxUnavailable'],
    ['spec.strategy.rollingUpdate.maxUnavailable', '150%', 'bounds spec.strategy.rollingUpdate.maxUnavailable'],
    ['spec.progressDeadlineSeconds', 1, 'bounds spec.progressDeadlineSeconds'],
    ['spec.template.spec.containers[0].prots', [], 'unknown-field spec.template.spec.containers[0].prots'],
  ]],
  ['StatefulSet database', [
    ['metadata.name', 'a.b', 'metadata metadata.name'],
    ['spec.podManagementPolicy', 'Any', 'enum spec.podManagementPolicy'],
    ['spec.volumeClaimTemplates', [], 'object spec.template.spec.containers[0].volumeMounts[0].name'],
  ]],
  ['DaemonSet agent', [
    ['spec.template.spec.containers[0].ports[0].hostPort', 81, 'object spec.template.spec.containers[0].ports[0].hostPort'],
    ['spec.updateStrategy.rollingUpdate.maxSurge', 1, 'choice spec.updateStrategy.rollingUpdate.maxSurge'],
  ]],
  ['ReplicaSet set', [['spec.template.metadata.labels.app', 'x', 'object spec.template.metadata.labels']]],
  ['Job migrate', [
    ['spec.template.spec.restartPolicy', DROP, 'enum spec.template.spec.restartPolicy'],
    ['spec.completionMode', 'indexed', 'enum spec.completionMode'],
  ]],
  ['CronJob nightly', [
    ['spec.schedule', '0 5 * *', 'format spec.schedule'],
    ['spec.schedule', '60 5 * * *', 'format spec.schedule'],
    ['spec.schedule', '', 'required spec.schedule'],
    ['spec.timeZone', 'Moon/Crater', 'format spec.timeZone'],
    ['metadata.name', 'x'.repeat(53), 'metadata metadata.name'],
  ]],
  ['NetworkPolicy reviews', [
    ['spec.ingress[0].from[0]', {}, 'required spec.ingress[0].from[0]'],
    ['spec.ingress[0].from[0].ipBlock', { cidr: '10.0.0.0/8' }, 'choice spec.ingress[0].from[0]'],
    ['spec.ingress[0].ports[1].endPort', 8999, 'bounds spec.ingress[0].ports[1].endPort'],
    ['spec.ingress[0].ports[2].endPort', 80, 'object spec.ingress[0].ports[2].endPort'],
    ['spec.egress[0].to[0].ipBlock.cidr', '10.0.0.1', 'format spec.egress[0].to[0].ipBlock.cidr'],
    ['spec.egress[0].to[0].ipBlock.except[0]', '192.168.0.0/16', 'object spec.egress[0].to[0].ipBlock.except[0]'],
    ['spec.policyTypes[0]', 'ingress', 'enum spec.policyTypes[0]'],
  ]],
  ['Ingress shop', [
    ['spec.rules[0].host', '10.0.0.1', 'format spec.rules[0].host'],
    ['spec.rules[0].http.paths[0].path', 'a', 'format spec.rules[0].http.paths[0].path'],
    ['spec.rules[0].http.paths[0].backend.service.port.number', 80, 'choice spec.rules[0].http.paths[0].backend.service.port'],
  ]],
  ['HorizontalPodAutoscaler reviews', [
    ['spec.minReplicas', 6, 'bounds spec.maxReplicas'],
    ['spec.metrics[0].resource', DROP, 'required spec.metrics[0].resource'],
    ['spec.scaleTargetRef.kind', '', 'required spec.scaleTargetRef.kind'],
  ]],
  ['PodDisruptionBudget reviews', [
    ['spec.maxUnavailable', 1, 'choice spec'],
    ['spec.minAvailable', '150%', 'bounds spec.minAvailable'],
  ]],
  ['PersistentVolumeClaim data', [
    ['spec.accessModes', [], 'required spec.accessModes'],
    ['spec.resources', {}, 'required spec.resources.requests.storage'],
  ]],
  ['Role reader', [
    ['rules[0].verbs', [], 'required rules[0].verbs'],
    ['rules[0].nonResourceURLs', ['/a'], 'object rules[0].nonResourceURLs'],
  ]],
  ['RoleBinding readers', [
    ['roleRef.kind', 'role', 'enum roleRef.kind'],
    ['subjects[0].apiGroup', 'a', 'enum subjects[0].apiGroup'],
  ]],
  ['ClusterRoleBinding readers', [
    ['roleRef.kind', 'Role', 'enum roleRef.kind'],
    ['subjects[1].namespace', DROP, 'required subjects[1].namespace'],
  ]],
])('%s', (which, changes) => {
  test.each(changes.map(([path, value, problem]) => [path, value === DROP ? 'absent' : JSON.stringify(value).slice(0, 40), value, problem] as const))('%s: %s', (path, _, value, problem) => {
    expect(problemsIn(changed(which, path, value))).toContain(problem);
  });
});

test('null is as good as absent', () => {
  expect(problemsIn(changed('Pod all', 'spec.tolerations', null))).toEqual([]);
  expect(problemsIn(changed('Deployment reviews', 'spec.replicas', null))).toEqual([]);
  expect(problemsIn(changed('Deployment reviews', 'spec.template', null))).toContain('required spec.template.spec.containers');
});
