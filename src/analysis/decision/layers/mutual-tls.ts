import type { MeshModel, Workload } from '../../model';
import type { LayerVerdict } from '../decision';
import { LayerSpeaker } from '../decision';
import { inboundChain, peerMode } from '../inbound';
import { spiffe, trustDomainOf } from '../match/identities';
import type { Transport } from '../transport';

const layer = new LayerSpeaker('mutualTls', true);

/** The verdict, and whether the callee learns who calls. */
export interface HandshakeVerdict {
  readonly verdict: LayerVerdict;
  readonly identity?: string;
}

/**
 * What the callee's proxy makes of what is sent: PeerAuthentication against the caller's TLS.
 *
 * @param identity who the caller is, if it can prove it
 */
export function decideHandshake(
  model: MeshModel, callee: Workload, port: number, transport: Transport, identity: string | undefined, sees: string,
): HandshakeVerdict {
  const { mode, policy, rule, broken } = peerMode(model, callee, port);
  const chain = inboundChain(model, callee, port);
  const by = policy === undefined ? chain.declaredBy?.kind === 'Gateway' ? `the server of Gateway ${chain.declaredBy?.namespace ?? ''}/${chain.declaredBy?.name ?? ''}` : 'no PeerAuthentication, so PERMISSIVE,' : `PeerAuthentication ${policy.namespace}/${policy.name} (${mode})`;
  if (broken !== undefined) { return { verdict: layer.unknown(`PeerAuthentication ${broken.namespace}/${broken.name} cannot be read: ${broken.problems[0]}`, broken) }; }
  if (chain.ownTls) { return { verdict: layer.unknown('the proxy ends TLS of the application\'s own on this port, which is not modelled', chain.declaredBy) }; }
  switch (transport.kind) {
    case 'plaintext':
      return { verdict: mode === 'STRICT' ? layer.deny(`${by} refuses plaintext: ${transport.reason}`, sees, policy, rule) : layer.allow(`${by} admits plaintext, without identity`, policy, rule) };
    case 'foreign':
      if (mode === 'STRICT' || chain.protocol === 'http') { return { verdict: layer.deny(`${by} refuses TLS that is not the mesh's`, sees, transport.object ?? policy, transport.object === undefined ? rule : transport.rule) }; }
      return { verdict: layer.unknown(`${transport.reason}; what the application makes of it, no manifest tells`, transport.object, transport.rule) };
    case 'mutual': {
      if (mode === 'DISABLE') { return { verdict: layer.deny(`${transport.reason}, which ${by} does not end`, sees, transport.object ?? policy, transport.object === undefined ? rule : transport.rule) }; }
      const own = spiffe(model.meshConfig.trustDomain, callee.namespace, callee.serviceAccount);
      if (transport.expected !== undefined && !transport.expected.includes(own)) {
        return { verdict: layer.deny(`${transport.reason} to ${transport.expected.join(' or ')}, and the callee is ${own}`, sees, transport.object, transport.rule) };
      }
      if (identity === undefined) { return { verdict: layer.unknown('who calls is not known', policy) }; }
      const { trustDomain, trustDomainAliases } = model.meshConfig;
      const domain = trustDomainOf(identity);
      if (domain !== trustDomain && !trustDomainAliases.includes(domain)) {
        return { verdict: layer.deny(`the trust domain ${domain} is neither the mesh's nor one of its aliases`, sees) };
      }
      return { verdict: layer.allow(`${by} admits mutual TLS of ${identity}`, policy, rule), identity };
    }
  }
}

/** A callee without proxy: whoever gets there is let in, if it can read what is sent. */
export function withoutProxy(transport: Transport, why: string, sees: string): LayerVerdict {
  const weak = new LayerSpeaker('mutualTls', false);
  switch (transport.kind) {
    case 'plaintext': return weak.allow(`${why}, so everyone is admitted, without identity`);
    case 'mutual': return weak.deny(`${why}, but ${transport.reason}, which nobody ends`, sees, transport.object, transport.rule);
    case 'foreign': return weak.unknown(`${why}; what the application makes of TLS, no manifest tells`, transport.object, transport.rule);
  }
}
