import { checkEnvironment } from './environment';
import type { Place } from './place';
import { checkPortNumber, checkPortOrName, portName, PROTOCOLS } from './ports';
import { checkResources } from './resources';
import { checkContainerSecurity } from './security-context';
import { checkMounts } from './volume-mounts';
import { dnsLabel } from '../formats/names';
import { shown } from '../problems';

/** What containers of a pod share. */
export interface PodFacts {
  readonly volumes: ReadonlySet<string>;
  readonly gracePeriod: number;
  /** The devices of the pod that containers may claim. */
  readonly claims: ReadonlySet<string>;
}

/** What every container has, whatever it is for. */
export function checkContainer(container: Place, facts: PodFacts): void {
  container.at('name').neededNamed(dnsLabel);
  container.at('image').needed();
  container.at('terminationMessagePolicy').emptyOrOneOf('File', 'FallbackToLogsOnError');
  container.at('imagePullPolicy').emptyOrOneOf('Always', 'IfNotPresent', 'Never');
  checkContainerPorts(container.at('ports'));
  checkEnvironment(container);
  checkMounts(container, facts.volumes);
  checkResources(container.at('resources'), facts.claims);
  checkContainerSecurity(container.at('securityContext'));
}

/** What only a container that keeps running has: probes, and what happens at its start and end. */
export function checkRunning(container: Place, { gracePeriod }: PodFacts): void {
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container.at(name);
    if (!probe.exists) { continue; }
    checkHandler(probe, gracePeriod, ['exec', 'httpGet', 'tcpSocket', 'grpc']);
    for (const field of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold']) { probe.at(field).between(0); }
    const threshold = probe.at('successThreshold');
    if (name !== 'readinessProbe' && threshold.number !== 0 && threshold.number !== 1) { threshold.report('bounds', `${threshold.number} is not 1, as it must be here`); }
    const grace = probe.at('terminationGracePeriodSeconds');
    if (name === 'readinessProbe') { grace.forbidden('a readiness probe ends nothing'); } else { grace.between(1, 2 ** 63); }
  }
  for (const name of ['postStart', 'preStop']) {
    const handler = container.at('lifecycle', name);
    if (handler.exists) { checkHandler(handler, gracePeriod, ['exec', 'httpGet', 'tcpSocket', 'sleep']); }
  }
}

function checkHandler(handler: Place, gracePeriod: number, kinds: readonly string[]): void {
  const there = kinds.filter(kind => handler.at(kind).exists);
  if (there.length === 0) { handler.report('required', `this needs one of ${kinds.join(', ')}`); }
  if (there.length > 1) { handler.report('choice', `at most one of ${there.join(' and ')} may be set`); }
  if (handler.at('exec').exists) { handler.at('exec', 'command').needed(); }
  if (handler.at('httpGet').exists) { checkHttpGet(handler.at('httpGet')); }
  if (handler.at('tcpSocket').exists) { checkPortOrName(handler.at('tcpSocket', 'port')); }
  if (handler.at('grpc').exists) { checkPortNumber(handler.at('grpc', 'port')); }
  handler.at('sleep', 'seconds').between(0, gracePeriod);
}

function checkHttpGet(get: Place): void {
  checkPortOrName(get.at('port'));
  get.at('scheme').emptyOrOneOf('HTTP', 'HTTPS');
  for (const header of get.at('httpHeaders').items) {
    const name = header.at('name');
    if (!/^[-A-Za-z0-9]+$/.test(name.text)) { name.report('format', `${shown(name.text)} is no name of a header`); }
  }
}

function checkContainerPorts(ports: Place): void {
  ports.distinct(port => port.at('name'));
  for (const port of ports.items) {
    port.at('name').named(portName);
    checkPortNumber(port.at('containerPort'));
    if (port.at('hostPort').number !== 0) { checkPortNumber(port.at('hostPort')); }
    port.at('protocol').emptyOrOneOf(...PROTOCOLS);
  }
}

/** Reports ports of the host that are taken twice. */
export function checkHostPorts(containers: readonly Place[]): void {
  const taken = new Set<string>();
  for (const port of containers.flatMap(container => container.at('ports').items)) {
    if (port.at('hostPort').number === 0) { continue; }
    const protocol = port.at('protocol').text === '' ? 'TCP' : port.at('protocol').text;
    const key = `${protocol}/${port.at('hostIP').text}/${port.at('hostPort').number}`;
    if (taken.has(key)) { port.at('hostPort').report('duplicate', `${port.at('hostPort').number} is taken already`); }
    taken.add(key);
  }
}
