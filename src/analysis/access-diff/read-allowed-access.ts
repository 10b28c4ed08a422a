import type { AllowedAccess } from './allowed-access';
import { isObject } from '../json';
import { parseCidr } from '../network-policy/addresses';

const FIELDS = ['client', 'callee', 'port', 'anyPort', 'protocol', 'methods', 'paths', 'anyRequest', 'reason'];
const NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
const PODS = /^pods:[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/([A-Za-z0-9./_-]+=[A-Za-z0-9._-]*)(,[A-Za-z0-9./_-]+=[A-Za-z0-9._-]*)*$/;

/** What is wrong with a list of allowed access that somebody wrote, one sentence each. */
export function problemsOfAllowed(list: readonly unknown[]): readonly string[] {
  return list.flatMap((entry, i) => problemsOf(entry).map(problem => `entry ${i}: ${problem}`));
}

function problemsOf(entry: unknown): readonly string[] {
  if (!isObject(entry)) { return ['must be an object with client, callee, port, methods, paths and reason']; }
  const problems = Object.keys(entry).filter(key => !FIELDS.includes(key)).map(key => `nobody knows the field ${key}`);
  const { client, callee, port, anyPort, protocol, methods, paths, anyRequest, reason } = entry as { readonly [K in keyof AllowedAccess]?: unknown };
  const wants = (holds: boolean, problem: string): void => { if (!holds) { problems.push(problem); } };
  wants(isEnd(client, true), `client must be NAMESPACE/WORKLOAD, principal:ID, pods:NAMESPACE/LABEL=VALUE, addresses:CIDR, outside, internet or anyone, not ${shown(client)}`);
  wants(isEnd(callee, false), `callee must be NAMESPACE/WORKLOAD, pods:NAMESPACE/LABEL=VALUE, addresses:CIDR or anyone, not ${shown(callee)}`);
  wants(typeof reason === 'string' && reason.trim() !== '', 'reason must say why');
  wants(anyPort === undefined || typeof anyPort === 'boolean', `anyPort must be true or false, not ${shown(anyPort)}`);
  wants((port === undefined) === (anyPort === true), 'either port must be a container port, or anyPort must be true');
  wants(port === undefined || (Number.isInteger(port) && (port as number) >= 1 && (port as number) <= 65535), `port must be a container port, 1 to 65535, not ${shown(port)}`);
  wants(protocol === undefined || ['TCP', 'UDP', 'SCTP'].includes(String(protocol)), `protocol must be TCP, UDP or SCTP, not ${shown(protocol)}`);
  wants(anyRequest === undefined || typeof anyRequest === 'boolean', `anyRequest must be true or false, not ${shown(anyRequest)}`);
  const http = methods !== undefined && paths !== undefined;
  wants(anyRequest === true ? methods === undefined && paths === undefined : http, 'either methods and paths must be given, or anyRequest must be true');
  for (const [name, value] of [['methods', methods], ['paths', paths]] as const) {
    wants(value === undefined || isTexts(value), `${name} must be a list of strings, not ${shown(value)}`);
  }
  if (isTexts(paths)) {
    for (const path of paths.filter(text => !isPath(text))) { problems.push(`the path ${shown(path)} has an asterisk where none can be: at one end, or as {*} or {**}`); }
  }
  if (isTexts(methods)) {
    for (const method of methods.filter(text => text !== '*' && !/^[A-Za-z-]+$/.test(text))) { problems.push(`the method ${shown(method)} is none`); }
  }
  return problems;
}

function isEnd(value: unknown, isClient: boolean): boolean {
  if (typeof value !== 'string') { return false; }
  if (value.startsWith('addresses:')) { return parseCidr(value.slice('addresses:'.length)) !== undefined; }
  if (value.startsWith('pods:')) { return PODS.test(value); }
  if (isClient && value.startsWith('principal:')) { return /^principal:(?:\*|[^*\s/]+\/[^*\s]*\*?)$/.test(value); }
  return value === 'anyone' || (isClient && ['outside', 'internet'].includes(value)) || NAME.test(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(one => typeof one === 'string' && one !== '');
}

function isPath(text: string): boolean {
  if (text.includes('{')) { return true; }
  const stars = text.split('*').length - 1;
  return stars === 0 || (stars === 1 && (text.startsWith('*') || text.endsWith('*')));
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
