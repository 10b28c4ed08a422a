import type { Element } from '../../../model';
import type { Cursor } from '../../cursor';
import { serversOf } from '../../world/gateway-merge';
import { GatewayPods } from '../../world/gateway-pods';
import type { World } from '../../world/world';

/** A Secret that a server of a Gateway names. */
export interface WrittenCredential {
  readonly object: Element;
  readonly at: Cursor;
  readonly name: string;
  readonly mode: string;
  /** The namespaces of the pods that read it. */
  readonly namespaces: readonly string[];
}

export function writtenCredentials(world: World): readonly WrittenCredential[] {
  return world.once(collect);
}

function collect(world: World): readonly WrittenCredential[] {
  return world.model.gateways.all.flatMap(gateway => {
    const namespaces = [...new Set(GatewayPods.of(world).podsOf(gateway).map(({ namespace }) => namespace))];
    return serversOf(gateway).flatMap(({ at: server }) => {
      const tls = server.at('tls');
      const mode = tls.at('mode').string ?? 'PASSTHROUGH';
      return [tls.at('credentialName'), ...tls.at('credentialNames').items].flatMap(at => at.string === undefined || at.string === '' || at.string.includes('://') ? []
        : [{ object: gateway, at, name: at.string, mode, namespaces }]);
    });
  });
}
