import { writtenCredentials } from './written-credentials';
import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { Secrets } from '../../world/secrets';

/** @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats */
export const UNUSABLE_CREDENTIAL: Rule = {
  code: 'MESH0642',
  severity: 'error',
  aliases: ['IST0161'],
  title: 'Secret without a certificate that the gateway can use',
  explanation: 'A gateway reads `tls.crt` and `tls.key` (or `cert` and `key`) in PEM form, and for MUTUAL also `ca.crt` (or `cacert`), there or in a Secret with `-cacert` after its name. '
    + 'Where one is missing or is no PEM, no client comes through the handshake.',
  fix: 'Write certificate and key in PEM form under these names.',
  *find(world) {
    if (writtenCredentials(world).length === 0) { return; }
    const secrets = Secrets.of(world);
    for (const { object, at, name, mode, namespaces } of writtenCredentials(world)) {
      if (mode !== 'SIMPLE' && mode !== 'MUTUAL' && mode !== 'OPTIONAL_MUTUAL') { continue; }
      for (const namespace of namespaces) {
        const secret = secrets.find(namespace, name);
        if (secret?.kind !== 'Secret') { continue; }
        const problem = pairProblem(secret) ?? (mode === 'SIMPLE' ? undefined : authorityProblem(secret, secrets.find(namespace, `${name}-cacert`)));
        if (problem !== undefined) { yield { object, path: at.path, message: `the Secret ${namespace}/${quoted(name)} ${problem}` }; }
      }
    }
  },
};

function pairProblem(secret: Element): string | undefined {
  const [certificate, key] = has(secret, 'cert') && has(secret, 'key') ? ['cert', 'key'] : ['tls.crt', 'tls.key'];
  const missing = [certificate, key].find(name => !has(secret, name));
  if (missing !== undefined) { return `has no ${missing}`; }
  if (!isPem(secret, certificate, 'CERTIFICATE')) { return `has a ${certificate} that is no certificate in PEM form`; }
  return isPem(secret, key, 'PRIVATE KEY') ? undefined : `has a ${key} that is no private key in PEM form`;
}

function authorityProblem(secret: Element, beside: Element | undefined): string | undefined {
  // What makes a Secret does not show what is in it.
  if (beside !== undefined && beside.kind !== 'Secret') { return undefined; }
  const found = [secret, ...beside === undefined ? [] : [beside]].some(one => has(one, 'ca.crt') || has(one, 'cacert'));
  return found ? undefined : 'has no ca.crt to verify clients by';
}

function has(secret: Element, key: string): boolean {
  return Cursor.of(secret.object, 'data', key).string !== undefined || Cursor.of(secret.object, 'stringData', key).string !== undefined;
}

function isPem(secret: Element, key: string, what: string): boolean {
  const plain = Cursor.of(secret.object, 'stringData', key).string;
  const text = plain ?? Buffer.from(Cursor.of(secret.object, 'data', key).string ?? '', 'base64').toString('latin1');
  return /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1].endsWith(what) === true;
}
