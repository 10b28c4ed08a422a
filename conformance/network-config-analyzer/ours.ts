import { decided, type Answer, type Question } from './answers';
import type { World } from './world';
import { NetworkPolicies, type NetworkPeer } from '../../src/analysis/network-policy';

/** Our answers for a world, of which everything is known. */
export class OurAnswers {
  private readonly index: NetworkPolicies;
  private readonly pods: ReadonlyMap<string, NetworkPeer>;

  public constructor(world: World) {
    this.index = new NetworkPolicies(world.policies);
    this.pods = new Map(world.pods.map(({ address, ...pod }) => [`${pod.namespace}/${pod.name}`, {
      kind: 'pod',
      ...pod,
      namespaceLabels: world.namespaces.find(({ name }) => name === pod.namespace)?.labels ?? {},
      addresses: [address],
    }]));
  }

  public get({ from, to }: Question): Answer | undefined {
    return decided(this.index.allowedPorts(this.end(from), this.end(to)));
  }

  private end(title: string): NetworkPeer {
    return this.pods.get(title) ?? { kind: 'external', address: title };
  }
}
