import type { Place } from './place';
import type { NameRule } from '../formats/names';
import { dnsSubdomain, qualifiedName } from '../formats/names';
import { quantityOf } from '../formats/quantity';
import { shown } from '../problems';

const NAME = /^[ -<>-~]+$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const FIELDS = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.hostIPs',
  'status.podIP', 'status.podIPs'];
const RESOURCES = ['limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage'];
const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

export function checkEnvironment(container: Place): void {
  for (const variable of container.at('env').items) {
    const name = variable.at('name');
    if (name.needed() && !NAME.test(name.text)) { name.report('format', `${shown(name.text)} is no name of a variable`); }
    if (variable.at('valueFrom').exists) { checkSource(variable); }
  }
  for (const source of container.at('envFrom').items) {
    const prefix = source.at('prefix');
    if (prefix.text !== '' && !NAME.test(prefix.text)) { prefix.report('format', `${shown(prefix.text)} is no beginning of a variable`); }
    const there = ['configMapRef', 'secretRef'].filter(kind => source.at(kind).exists);
    if (there.length !== 1) { source.report('choice', 'exactly one of configMapRef and secretRef must be set'); }
    there.forEach(kind => source.at(kind, 'name').neededNamed(namePrefix));
  }
}

/** As the beginning of a name, which may end with a dash. */
const namePrefix: NameRule = name => dnsSubdomain(name.replace(/-$/, 'a'));

function checkSource(variable: Place): void {
  const source = variable.at('valueFrom');
  const there = SOURCES.filter(kind => source.at(kind).exists);
  if (there.length === 0) { source.report('required', `this needs one of ${SOURCES.slice(0, 4).join(', ')}`); }
  if (there.length > 1) { source.report('choice', `at most one of ${there.join(' and ')} may be set`); }
  if (there.length > 0 && variable.at('value').text !== '') { source.report('choice', 'a variable has either a value or a valueFrom'); }
  for (const kind of ['configMapKeyRef', 'secretKeyRef']) {
    if (!source.at(kind).exists) { continue; }
    source.at(kind, 'name').neededNamed(dnsSubdomain);
    const key = source.at(kind, 'key');
    if (key.needed()) { checkConfigKey(key); }
  }
  if (source.at('fieldRef').exists) { checkField(source.at('fieldRef'), FIELDS); }
  if (source.at('resourceFieldRef').exists) { checkResourceField(source.at('resourceFieldRef')); }
}

function checkConfigKey(key: Place): void {
  if (!isConfigKey(key.text)) { key.report('format', `${shown(key.text)} is no key: letters, digits, '-', '_' and '.'`); }
}

export function isConfigKey(key: string): boolean {
  return key.length <= 253 && CONFIG_KEY.test(key) && key !== '.' && key !== '..' && !key.startsWith('..');
}

/** A field of the pod itself. */
export function checkField(reference: Place, fields: readonly string[]): void {
  const [version, path] = [reference.at('apiVersion'), reference.at('fieldPath')];
  if (version.text !== '' && version.text !== 'v1') { version.report('enum', `${shown(version.text)} is not v1`); }
  if (!path.needed()) { return; }
  const [, whole, key] = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/s.exec(path.text) ?? [];
  const problem = whole === undefined ? undefined : qualifiedName(whole === 'metadata.annotations' ? key.toLowerCase() : key);
  if (whole === undefined ? !fields.includes(path.text) : problem !== undefined) {
    path.report('enum', `${shown(path.text)} is none of ${fields.join(', ')}, nor a label or an annotation`);
  }
}

export function checkResourceField(reference: Place): void {
  const resource = reference.at('resource');
  if (resource.needed() && !RESOURCES.includes(resource.text) && !/^(?:limits|requests)\.hugepages-/.test(resource.text)) {
    resource.report('enum', `${shown(resource.text)} is none of ${RESOURCES.join(', ')}`);
  }
  const divisor = reference.at('divisor');
  const allowed = resource.text.endsWith('.cpu') ? ['1m', '1'] : ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
  if (divisor.exists && quantityOf(divisor.value) !== 0 && !allowed.some(one => quantityOf(one) === quantityOf(divisor.value))) {
    divisor.report('enum', `${String(divisor.value)} is none of ${allowed.join(', ')}`);
  }
}

