import { parse } from 'yaml';
import { writtenAnnotations } from './written-annotations';
import { isObject } from '../../../json';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

const QUANTITY = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;
const PORTS = /^\d{1,5}(?:\s*,\s*\d{1,5})*$/;
const BLOCK = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F:.]*:[\da-fA-F:.]*)(?:\/\d{1,3})?$/;

/** What values mean something, and how they are written. */
const VALUES: { readonly [annotation: string]: readonly [(value: string) => boolean, string] } = {
  'sidecar.istio.io/interceptionMode': [value => ['REDIRECT', 'TPROXY', 'NONE'].includes(value), 'REDIRECT, TPROXY or NONE'],
  'sidecar.istio.io/inject': [value => /^(?:y|yes|true|on|n|no|false|off)$/i.test(value), 'true or false'],
  'sidecar.istio.io/rewriteAppHTTPProbers': [isBoolean, 'true or false'],
  'sidecar.istio.io/nativeSidecar': [isBoolean, 'true or false'],
  'prometheus.istio.io/merge-metrics': [isBoolean, 'true or false'],
  'status.sidecar.istio.io/port': [isPort, 'a port'],
  'readiness.status.sidecar.istio.io/initialDelaySeconds': [isNumber, 'a number'],
  'readiness.status.sidecar.istio.io/periodSeconds': [isNumber, 'a number'],
  'readiness.status.sidecar.istio.io/failureThreshold': [isNumber, 'a number'],
  'readiness.status.sidecar.istio.io/applicationPorts': [value => value === '' || arePorts(value), 'ports, with commas between them'],
  'traffic.sidecar.istio.io/includeInboundPorts': [value => ['', '*'].includes(value) || arePorts(value), 'ports, with commas between them, or *'],
  'traffic.sidecar.istio.io/excludeInboundPorts': [value => value === '' || arePorts(value), 'ports, with commas between them'],
  'traffic.sidecar.istio.io/includeOutboundPorts': [value => ['', '*'].includes(value) || arePorts(value), 'ports, with commas between them, or *'],
  'traffic.sidecar.istio.io/excludeOutboundPorts': [value => value === '' || arePorts(value), 'ports, with commas between them'],
  'traffic.sidecar.istio.io/includeOutboundIPRanges': [value => ['', '*'].includes(value) || areBlocks(value), 'blocks of addresses, with commas between them, or *'],
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': [value => value === '' || areBlocks(value), 'blocks of addresses, with commas between them'],
  'sidecar.istio.io/proxyCPU': [isQuantity, 'a quantity'],
  'sidecar.istio.io/proxyCPULimit': [isQuantity, 'a quantity'],
  'sidecar.istio.io/proxyMemory': [isQuantity, 'a quantity'],
  'sidecar.istio.io/proxyMemoryLimit': [isQuantity, 'a quantity'],
  'proxy.istio.io/config': [isConfig, 'the YAML of a ProxyConfig'],
};

/** @see https://istio.io/latest/docs/reference/config/annotations/ */
export const INVALID_ANNOTATION: Rule = {
  code: 'MESH1642',
  severity: 'error',
  aliases: ['IST0125'],
  title: 'annotation with a value that Istio cannot read',
  explanation: 'Injection fails for pods that have such a value, so that they are not made.',
  fix: 'Correct the value.',
  *find(world) {
    for (const { object, name, at, on } of writtenAnnotations(world)) {
      const known = on === 'Pod' && Object.prototype.hasOwnProperty.call(VALUES, name) ? VALUES[name] : undefined;
      if (known === undefined || at.string === undefined || known[0](at.string)) { continue; }
      yield { object, path: at.path, message: `${name} must be ${known[1]}, not ${quoted(at.string)}` };
    }
  },
};

function isBoolean(value: string): boolean {
  return /^(?:1|t|true|0|f|false)$/i.test(value);
}

function isNumber(value: string): boolean {
  return /^\d{1,10}$/.test(value) && Number(value) < 2 ** 32;
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) < 2 ** 16;
}

function arePorts(value: string): boolean {
  return PORTS.test(value.trim()) && value.split(',').every(port => isPort(port.trim()));
}

function areBlocks(value: string): boolean {
  return value.split(',').every(block => BLOCK.test(block.trim()));
}

function isQuantity(value: string): boolean {
  return QUANTITY.test(value);
}

function isConfig(value: string): boolean {
  try {
    const config: unknown = parse(value, { logLevel: 'silent', maxAliasCount: 100 });
    return config === null || isObject(config);
  } catch {
    return false;
  }
}
