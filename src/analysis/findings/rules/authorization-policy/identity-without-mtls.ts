import { writtenValues } from './written-values';
import { peerMode } from '../../../decision/inbound';
import { hasSidecar } from '../../../decision/proxies';
import { describe } from '../../../model';
import type { AuthorizationPolicy, Workload } from '../../../model';
import type { Rule } from '../../rule';
import { attachedPods } from '../../world/attached-pods';
import { servedPorts } from '../../world/served-ports';
import type { World } from '../../world/world';

const BY_IDENTITY = new Set([
  'principals', 'namespaces', 'serviceAccounts', 'trustDomains', 'source.principal', 'source.namespace', 'source.serviceAccount', 'source.trustDomain', 'connection.sni',
]);

/** @see https://istio.io/latest/docs/concepts/security/#dependency-on-mutual-tls */
export const IDENTITY_WITHOUT_MTLS: Rule = {
  code: 'MESH0944',
  severity: 'error',
  aliases: ['KIA0105'],
  title: 'identity where there is none',
  explanation: 'Without mutual TLS a caller has no identity: what asks for one never matches, and what excludes one always does.',
  fix: 'Set PeerAuthentication to STRICT for these ports, or ask for something else than who calls.',
  *find(world) {
    if (!mayBePlaintext(world)) { return; }
    const plain = new Map<AuthorizationPolicy, string | undefined>();
    for (const { policy, field, at } of writtenValues(world)) {
      if (!BY_IDENTITY.has(field)) { continue; }
      if (!plain.has(policy)) { plain.set(policy, plaintextOf(world, policy)); }
      const where = plain.get(policy);
      if (where === undefined) { continue; }
      // One for each list of values.
      if (!at.path.endsWith('[0]')) { continue; }
      yield { object: policy, path: at.path.slice(0, -'[0]'.length), message: `it asks who calls, but mutual TLS is disabled for ${where}` };
    }
  },
};

/** Whether anything can take plaintext only: a server of a Gateway, or what a PeerAuthentication is for. */
function mayBePlaintext({ model }: World): boolean {
  return model.gateways.all.length > 0
    || model.peerAuthentications.all.some(({ mode, ports }) => mode === 'DISABLE' || [...ports.values()].includes('DISABLE'));
}

/** A workload of the policy of which no port takes mutual TLS, in words. */
function plaintextOf(world: World, policy: AuthorizationPolicy): string | undefined {
  const disabled = attachedPods(world, policy).find(workload => hasSidecar(world.model, workload) === true && isPlaintext(world, workload));
  return disabled === undefined ? undefined : `${describe(disabled)}`;
}

function isPlaintext(world: World, workload: Workload): boolean {
  const ports = new Set([...servedPorts(world, workload).map(({ target }) => target), ...workload.ports.map(({ port }) => port)]);
  return ports.size > 0 && [...ports].every(port => peerMode(world.model, workload, port).mode === 'DISABLE');
}
