import type { AccessDecision, AccessLayerDecision, AccessObject } from './access-decision';

const NAMES: { readonly [layer: string]: string } = {
  interception: 'interception',
  sidecar: 'Sidecar scope',
  routing: 'routing',
  networkPolicy: 'NetworkPolicy',
  mutualTls: 'mutual TLS',
  requestAuthentication: 'RequestAuthentication',
  authorizationPolicy: 'AuthorizationPolicy',
};

/** The answer in words. */
export function explainDecision(decision: AccessDecision): string {
  const { verdict, reason, object, rule, sees, layers } = decision;
  return [
    `${verdict}: ${reason}`,
    ...object === undefined ? [] : [`  decided by ${describeObject(object, rule)}`],
    ...sees === undefined || verdict === 'ALLOW' ? [] : [`  the caller sees: ${sees}`],
    '  layers:',
    ...layers.map(explainLayer),
  ].join('\n');
}

function explainLayer({ layer, verdict, boundary, reason, object, rule }: AccessLayerDecision): string {
  return `    ${verdict.padEnd(7)} ${NAMES[layer]}${boundary ? ' (boundary)' : ''}: ${reason}${object === undefined ? '' : ` [${describeObject(object, rule)}]`}`;
}

/** An object with its place: `AuthorizationPolicy shop/web rules[0] (policies.yaml:12)`. */
export function describeObject(object: AccessObject, rule?: string): string {
  const place = object.file !== undefined ? ` (${object.file}:${object.line ?? 1})` : object.constructPath !== undefined ? ` (${object.constructPath})` : '';
  return `${object.kind} ${object.namespace}/${object.name}${rule === undefined ? '' : ` ${rule}`}${place}`;
}
