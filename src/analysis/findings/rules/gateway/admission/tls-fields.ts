import type { Cursor } from '../../../cursor';

/** Its mode: none stands for PASSTHROUGH. */
export function modeOf(tls: Cursor): string {
  return tls.at('mode').string ?? 'PASSTHROUGH';
}

/** Whether TLS is passed on, and ends nowhere here. */
export function isPassthrough(tls: Cursor): boolean {
  return modeOf(tls) === 'PASSTHROUGH' || modeOf(tls) === 'AUTO_PASSTHROUGH';
}

/** Whether a field has a text, or a list something in it. */
export function isGiven(tls: Cursor, field: string): boolean {
  const at = tls.at(field);
  return (at.string ?? '') !== '' || at.length > 0;
}

/** Whether the certificates come from Secrets by name. */
export function hasCredential(tls: Cursor): boolean {
  return isGiven(tls, 'credentialName') || isGiven(tls, 'credentialNames');
}
