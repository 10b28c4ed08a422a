import type { Place } from './place';
import { checkPortNumber, checkPortOrName, PROTOCOLS } from './ports';
import { checkLabelMap } from './selector';
import { parseCidr } from '../../../network-policy/addresses';
import { isLooseAddress, isSpecialAddress } from '../formats/ip-address';
import { dnsLabel, dnsSubdomain, qualifiedName } from '../formats/names';
import { shown } from '../problems';

const LONGEST_STICKINESS = 86400;

export function checkService(service: Place): void {
  const spec = service.at('spec');
  const type = spec.at('type').text === '' ? 'ClusterIP' : spec.at('type').text;
  spec.at('type').emptyOrOneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName');
  const headless = spec.at('clusterIP').text === 'None';
  if (type === 'ExternalName') { checkExternalName(spec); } else { checkClusterIps(spec, type, headless); }
  if (type !== 'ExternalName' && !headless && spec.at('ports').length === 0) { spec.at('ports').needed(); }
  checkPorts(spec, type);
  checkLabelMap(spec.at('selector'));
  spec.at('sessionAffinity').emptyOrOneOf('ClientIP', 'None');
  if (spec.at('sessionAffinity').text === 'ClientIP') { spec.at('sessionAffinityConfig', 'clientIP', 'timeoutSeconds').between(1, LONGEST_STICKINESS); }
  for (const address of spec.at('externalIPs').items) {
    if (!isLooseAddress(address.text)) { address.report('format', `${shown(address.text)} is no IP address`); }
    if (isSpecialAddress(address.text)) { address.report('format', `${shown(address.text)} does not lead from one host to another`); }
  }
  checkTrafficPolicies(spec, type);
  checkLoadBalancer(spec, type);
}

function checkExternalName(spec: Place): void {
  for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    const place = spec.at(field);
    if (place.exists && !(Array.isArray(place.value) && place.value.length === 0)) { place.report('object', 'a Service of type ExternalName has none'); }
  }
  if (spec.at('clusterIP').text !== '') { spec.at('clusterIP').report('object', 'a Service of type ExternalName has none'); }
  const name = spec.at('externalName');
  if (name.needed()) {
    const problem = dnsSubdomain(name.text.replace(/\.$/, ''));
    if (problem !== undefined) { name.report('format', `${shown(name.text)} ${problem}`); }
  }
}

function checkClusterIps(spec: Place, type: string, headless: boolean): void {
  const [address, addresses] = [spec.at('clusterIP'), spec.at('clusterIPs')];
  if (headless && (type === 'LoadBalancer' || type === 'NodePort')) { address.report('object', `a Service of type ${type} cannot be headless`); }
  if (addresses.length > 2) { addresses.report('bounds', 'there may be two at most'); }
  if (address.text === '' && addresses.length > 0) { addresses.report('object', 'this must be empty unless clusterIP is set'); }
  if (address.text !== '' && addresses.length > 0 && addresses.texts[0] !== address.text) { addresses.report('object', 'the first must be clusterIP'); }
  for (const one of addresses.length > 0 ? addresses.items : address.text === '' ? [] : [address]) {
    if (one.text !== 'None' && !isLooseAddress(one.text)) { one.report('format', `${shown(one.text)} is no IP address`); }
  }
  if (addresses.texts.includes('None') && addresses.length > 1) { addresses.report('object', 'None must be alone'); }
  const families = spec.at('ipFamilies');
  families.items.forEach(family => {
    if (!['IPv4', 'IPv6'].includes(family.text)) { family.report('enum', `${shown(family.text)} is none of IPv4, IPv6`); }
  });
  families.distinct(family => family);
  spec.at('ipFamilyPolicy').oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack');
}

function checkPorts(spec: Place, type: string): void {
  const ports = spec.at('ports');
  const named = ports.length > 1;
  ports.distinct(port => port.at('name'));
  const seen = new Set<string>();
  const nodePorts = new Set<string>();
  for (const port of ports.items) {
    if (named) { port.at('name').needed('each of several ports needs a name'); }
    port.at('name').named(dnsLabel);
    checkPortNumber(port.at('port'));
    port.at('protocol').emptyOrOneOf(...PROTOCOLS);
    const target = port.at('targetPort');
    // The port itself, unless it says another.
    if (target.exists && target.value !== 0 && target.value !== '') { checkPortOrName(target); }
    const appProtocol = port.at('appProtocol');
    if (appProtocol.exists && qualifiedName(appProtocol.text) !== undefined) { appProtocol.report('format', `${shown(appProtocol.text)} ${qualifiedName(appProtocol.text)}`); }
    const protocol = port.at('protocol').text === '' ? 'TCP' : port.at('protocol').text;
    const key = `${protocol} ${port.at('port').number}`;
    if (seen.has(key)) { port.at('port').report('duplicate', `${key} is there twice`); }
    seen.add(key);
    checkNodePort(port, protocol, type, nodePorts);
  }
}

function checkNodePort(port: Place, protocol: string, type: string, seen: Set<string>): void {
  const nodePort = port.at('nodePort');
  if (nodePort.number === 0) { return; }
  if (type === 'ClusterIP' || type === 'ExternalName') { nodePort.report('object', `a Service of type ${type} has none`); }
  const key = `${protocol} ${nodePort.number}`;
  if (seen.has(key)) { nodePort.report('duplicate', `${key} is there twice`); }
  seen.add(key);
}

function checkTrafficPolicies(spec: Place, type: string): void {
  const external = spec.at('externalTrafficPolicy');
  const reachable = type === 'LoadBalancer' || type === 'NodePort' || spec.at('externalIPs').length > 0 && type === 'ClusterIP';
  if (reachable) {
    external.emptyOrOneOf('Cluster', 'Local');
  } else if (external.text !== '') {
    external.report('object', 'this is for Services that are reachable from outside');
  }
  spec.at('internalTrafficPolicy').oneOf('Cluster', 'Local');
  const health = spec.at('healthCheckNodePort');
  if (health.number !== 0 && !(type === 'LoadBalancer' && external.text === 'Local')) {
    health.report('object', "this is for Services of type LoadBalancer with externalTrafficPolicy 'Local'");
  } else if (health.number < 0 || health.number > 65535) {
    checkPortNumber(health);
  }
  spec.at('trafficDistribution').oneOf('PreferClose', 'PreferSameZone', 'PreferSameNode');
}

function checkLoadBalancer(spec: Place, type: string): void {
  if (type !== 'LoadBalancer') {
    for (const field of ['loadBalancerClass', 'allocateLoadBalancerNodePorts']) { spec.at(field).forbidden('this is for Services of type LoadBalancer'); }
    if (spec.at('loadBalancerSourceRanges').length > 0) { spec.at('loadBalancerSourceRanges').report('object', 'this is for Services of type LoadBalancer'); }
    return;
  }
  for (const range of spec.at('loadBalancerSourceRanges').items) {
    if (parseCidr(range.text.trim()) === undefined) { range.report('format', `${shown(range.text)} is no CIDR`); }
  }
  const loadBalancerClass = spec.at('loadBalancerClass');
  if (loadBalancerClass.exists && qualifiedName(loadBalancerClass.text) !== undefined) {
    loadBalancerClass.report('format', `${shown(loadBalancerClass.text)} ${qualifiedName(loadBalancerClass.text)}`);
  }
}
