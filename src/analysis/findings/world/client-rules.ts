import type { World } from './world';
import { destinationRuleFor } from '../../decision/destination-rules';
import type { MergedRule } from '../../decision/destination-rules';
import { bySpecificity, hostWithin, isWildcard } from '../../hosts';
import type { DestinationRule, Labels, Service } from '../../model';
import { byAge, Elements } from '../../model';

const NO_LABELS: Labels = new Map();

/** Which DestinationRules are for a host, and which of them a client applies. */
export class ClientRules {
  public static of(world: World): ClientRules {
    return world.once(makeClientRules);
  }

  private readonly byHost = new Map<string, DestinationRule[]>();
  private readonly wildcards: readonly string[];
  private readonly chosen = new Map<string, MergedRule | undefined>();

  public constructor(private readonly world: World) {
    for (const rule of world.model.destinationRules.all) {
      const list = this.byHost.get(rule.host);
      if (list === undefined) { this.byHost.set(rule.host, [rule]); } else { list.push(rule); }
    }
    this.wildcards = [...this.byHost.keys()].filter(isWildcard);
  }

  /** The rules of exactly this host, of all namespaces, the oldest first. */
  public named(host: string): readonly DestinationRule[] {
    return this.byHost.get(host) ?? [];
  }

  /** Every rule whose host covers a host, of all namespaces, the most specific first. */
  public covering(host: string): readonly DestinationRule[] {
    const wild = this.wildcards.filter(wildcard => wildcard !== host && hostWithin(host, wildcard)).sort(bySpecificity);
    return [host, ...wild].flatMap(name => this.named(name));
  }

  /** What a client without labels of its own applies to a service. */
  public appliedBy(namespace: string, service: Service): MergedRule | undefined {
    const key = JSON.stringify([namespace, service.namespace, service.host]);
    if (!this.chosen.has(key)) {
      const covering = this.covering(service.host);
      // All others are for other hosts: it would look through them in vain.
      const model = { ...this.world.model, destinationRules: new Elements([...covering].sort(byAge)) };
      this.chosen.set(key, covering.length === 0 ? undefined : destinationRuleFor(model, { namespace, labels: NO_LABELS }, service));
    }
    return this.chosen.get(key);
  }
}

function makeClientRules(world: World): ClientRules {
  return new ClientRules(world);
}
