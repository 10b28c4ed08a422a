import { isConfigKey } from './environment';
import type { Place } from './place';
import { isObject } from '../../../json';
import { shown } from '../problems';

const MOST_BYTES = 1024 * 1024;

export function checkConfigMap(configMap: Place): void {
  const [data, binary] = [configMap.at('data'), configMap.at('binaryData')];
  checkKeys(data);
  checkKeys(binary);
  for (const key of data.keys) {
    if (binary.keys.includes(key)) { data.at(key).report('duplicate', `${shown(key)} is in binaryData as well`); }
  }
  checkSize(configMap, data.entries.reduce((sum, [, { text }]) => sum + Buffer.byteLength(text), 0) + bytesIn(binary));
}

/** What each type of secret must hold. */
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['kubernetes.io/dockercfg', ['.dockercfg']],
  ['kubernetes.io/dockerconfigjson', ['.dockerconfigjson']],
  ['kubernetes.io/tls', ['tls.crt', 'tls.key']],
]);

export function checkSecret(secret: Place): void {
  const data = secret.at('data');
  checkKeys(data);
  checkKeys(secret.at('stringData'));
  const keys = [...data.keys, ...secret.at('stringData').keys];
  checkSize(secret, bytesIn(data) + secret.at('stringData').entries.reduce((sum, [, { text }]) => sum + Buffer.byteLength(text), 0));
  const type = secret.at('type').text;
  for (const key of NEEDED.get(type) ?? []) {
    if (!keys.includes(key)) { data.at(key).report('required', `a secret of the type ${type} needs this`); }
  }
  if (type === 'kubernetes.io/dockercfg') { checkDocker(secret, '.dockercfg'); }
  if (type === 'kubernetes.io/dockerconfigjson') { checkDocker(secret, '.dockerconfigjson'); }
  if (type === 'kubernetes.io/basic-auth' && !keys.includes('username') && !keys.includes('password')) {
    data.report('required', 'a secret of this type needs a username or a password');
  }
  if (type === 'kubernetes.io/ssh-auth' && data.at('ssh-privatekey').text === '' && secret.at('stringData', 'ssh-privatekey').text === '') {
    data.at('ssh-privatekey').report('required', `a secret of the type ${type} needs this`);
  }
  if (type === 'kubernetes.io/service-account-token' && secret.at('metadata', 'annotations', 'kubernetes.io/service-account.name').text === '') {
    secret.at('metadata', 'annotations', 'kubernetes.io/service-account.name').report('required', `a secret of the type ${type} needs this`);
  }
}

function checkDocker(secret: Place, key: string): void {
  const [data, plain] = [secret.at('data'), secret.at('stringData')];
  // What is written as plain text takes the place of what is not.
  const text = plain.keys.includes(key) ? plain.at(key).text : Buffer.from(data.at(key).text, 'base64').toString();
  if (!data.keys.includes(key) && !plain.keys.includes(key)) { return; }
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || isObject(value)) { return; }
  } catch { /* reported below */ }
  data.at(key).report('format', 'this is no JSON object');
}

function checkKeys(data: Place): void {
  for (const [key, value] of data.entries) {
    if (!isConfigKey(key)) { value.report('format', `${shown(key)} is no key: letters, digits, '-', '_' and '.'`); }
  }
}

function bytesIn(data: Place): number {
  return data.entries.reduce((sum, [, { text }]) => sum + Buffer.from(text, 'base64').length, 0);
}

function checkSize(object: Place, bytes: number): void {
  if (bytes > MOST_BYTES) { object.report('bounds', `this has ${bytes} bytes of data, and may have ${MOST_BYTES}`); }
}
