import type { PodFacts } from './container';
import { checkContainer, checkHostPorts, checkRunning } from './container';
import type { Place } from './place';
import { checkScheduling } from './scheduling';
import { checkPodSecurity } from './security-context';
import { checkLabelMap } from './selector';
import { checkVolumes } from './volumes';
import { isLooseAddress } from '../formats/ip-address';
import { dnsLabel, dnsSubdomain, qualifiedName } from '../formats/names';
import { shown } from '../problems';

const DEFAULT_GRACE_PERIOD = 30;
const MOST_SEARCHES = 32;
const SEARCH = /^_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:\._?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*$/;

export function checkPod(pod: Place): void {
  const spec = pod.at('spec');
  checkPodSpec(spec, []);
  if (spec.at('serviceAccountName').text !== '') { return; }
  for (const source of spec.at('volumes').items.flatMap(volume => volume.at('projected', 'sources').items)) {
    source.at('serviceAccountToken').forbidden('this needs a serviceAccountName');
  }
}

/** @param claimed volumes that the workload adds for its claims, instead of those of the same names */
export function checkPodSpec(spec: Place, claimed: readonly string[]): void {
  const gracePeriod = spec.at('terminationGracePeriodSeconds');
  const facts: PodFacts = {
    volumes: new Set([...checkVolumes(spec.at('volumes')), ...claimed]),
    gracePeriod: gracePeriod.exists ? gracePeriod.number : DEFAULT_GRACE_PERIOD,
    claims: new Set(spec.at('resourceClaims').items.map(claim => claim.at('name').text)),
  };
  gracePeriod.between(-(2 ** 63), 2 ** 63);
  checkContainers(spec, facts);
  checkPodSecurity(spec.at('securityContext'), spec);
  spec.at('restartPolicy').emptyOrOneOf('Always', 'OnFailure', 'Never');
  spec.at('dnsPolicy').emptyOrOneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None');
  checkLabelMap(spec.at('nodeSelector'));
  spec.at('serviceAccountName').named(dnsSubdomain);
  spec.at('nodeName').named(dnsSubdomain);
  spec.at('hostname').named(dnsLabel);
  spec.at('subdomain').named(dnsLabel);
  spec.at('priorityClassName').named(dnsSubdomain);
  if (spec.at('runtimeClassName').exists) { spec.at('runtimeClassName').neededNamed(dnsSubdomain); }
  spec.at('activeDeadlineSeconds').between(1, 2 ** 31 - 1);
  spec.at('preemptionPolicy').oneOf('PreemptLowerPriority', 'Never');
  for (const gate of spec.at('readinessGates').items) {
    const type = gate.at('conditionType');
    if (qualifiedName(type.text) !== undefined) { type.report('format', `${shown(type.text)} ${qualifiedName(type.text)}`); }
  }
  checkScheduling(spec);
  checkDns(spec);
}

function checkContainers(spec: Place, facts: PodFacts): void {
  const [containers, initial] = [spec.at('containers'), spec.at('initContainers')];
  containers.needed('a pod needs a container');
  containers.distinct(container => container.at('name'));
  initial.distinct(container => container.at('name'));
  const names = new Set(containers.items.map(container => container.at('name').text));
  for (const container of containers.items) {
    checkContainer(container, facts);
    checkRunning(container, facts);
    container.at('restartPolicy').oneOf('Always', 'OnFailure', 'Never');
  }
  for (const container of initial.items) {
    const name = container.at('name');
    if (name.text !== '' && names.has(name.text)) { name.report('duplicate', `${shown(name.text)} is a container already`); }
    checkContainer(container, facts);
    container.at('restartPolicy').oneOf('Always', 'OnFailure', 'Never');
    if (container.at('restartPolicy').text === 'Always') {
      checkRunning(container, facts);
    } else {
      for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']) {
        container.at(field).forbidden('an init container has none, unless its restartPolicy is Always');
      }
    }
    checkHostPorts([container]);
  }
  checkHostPorts(containers.items);
  if (!spec.at('hostNetwork').isTrue) { return; }
  for (const port of containers.items.flatMap(container => container.at('ports').items)) {
    const hostPort = port.at('hostPort');
    if (hostPort.number !== 0 && hostPort.number !== port.at('containerPort').number) {
      hostPort.report('object', 'on the network of the host this must be the containerPort');
    }
  }
}

function checkDns(spec: Place): void {
  for (const alias of spec.at('hostAliases').items) {
    const address = alias.at('ip');
    if (!isLooseAddress(address.text)) { address.report('format', `${shown(address.text)} is no IP address`); }
    alias.at('hostnames').items.forEach(name => {
      if (dnsSubdomain(name.text) !== undefined) { name.report('format', `${shown(name.text)} ${dnsSubdomain(name.text)}`); }
    });
  }
  const config = spec.at('dnsConfig');
  if (spec.at('dnsPolicy').text === 'None') {
    if (config.at('nameservers').length === 0) { config.at('nameservers').report('required', "dnsPolicy 'None' needs a name server"); }
  }
  if (!config.exists) { return; }
  if (config.at('nameservers').length > 3) { config.at('nameservers').report('bounds', 'there may be three'); }
  for (const address of config.at('nameservers').items) {
    if (!isLooseAddress(address.text)) { address.report('format', `${shown(address.text)} is no IP address`); }
  }
  if (config.at('searches').length > MOST_SEARCHES) { config.at('searches').report('bounds', `there may be ${MOST_SEARCHES}`); }
  for (const search of config.at('searches').items) {
    const name = search.text.replace(/\.$/, '');
    if (search.text !== '.' && (name.length > 253 || !SEARCH.test(name))) { search.report('format', `${shown(search.text)} is no DNS name`); }
  }
  config.at('options').items.forEach(option => option.at('name').needed());
}
