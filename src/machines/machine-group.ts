import { isIP } from 'node:net';
import { isCidr } from '../private/cidr';
import { dnsLabelProblem } from '../private/naming';

/** What a machine that registers itself is asked to say. */
export interface MachineGroupOptions {
  /**
   * A path that answers GET with 2xx when the machine is healthy; only then callers are sent to it.
   * @default - it is taken to be healthy
   */
  readonly health?: string;
}

/**
 * The machines on which a workload runs: fixed ones, or a group that machines join by themselves.
 *
 * @see https://istio.io/latest/docs/ops/deployment/vm-architecture/
 */
export class MachineGroup {
  /**
   * These machines, each a WorkloadEntry.
   *
   * @param addresses their addresses, by a name for each, such as { 'vm-1': '10.0.0.5' }
   */
  public static fixed(addresses: { readonly [name: string]: string }): MachineGroup {
    const entries = Object.entries(addresses);
    const twice = entries.filter(([, address], i) => entries.findIndex(([, other]) => other === address) < i);
    return new MachineGroup(addresses, entries.map(([, address]) => `${address}/${isIP(address) === 6 ? 128 : 32}`), undefined, [
      ...entries.length === 0 ? ["has no machine; name at least one, such as MachineGroup.fixed({ 'vm-1': '10.0.0.5' })."] : [],
      ...entries.map(([name]) => dnsLabelProblem('machine', name)).filter(problem => problem !== undefined),
      ...entries.filter(([, address]) => isIP(address) === 0).map(([name, address]) =>
        `address '${address}' of machine '${name}' is none; NetworkPolicies know no names, so write for example '10.0.0.5'.`),
      ...twice.map(([name, address]) => `address '${address}' of machine '${name}' is that of another one, too; give each machine its own.`),
    ]);
  }

  /**
   * Machines that join by themselves when their proxies start, as a WorkloadGroup describes them.
   *
   * @param cidrs the blocks in which their addresses are, such as '10.0.8.0/24': NetworkPolicies of whom they call and who calls them
   * are open to all of it
   */
  public static joining(cidrs: string[], options: MachineGroupOptions = {}): MachineGroup {
    return new MachineGroup(undefined, cidrs, options, [
      ...cidrs.length === 0 ? ["names no addresses; name the blocks in which machines join, such as '10.0.8.0/24'."] : [],
      ...cidrs.filter(cidr => !isCidr(cidr)).map(cidr => `'${cidr}' is no CIDR block; write for example '10.0.8.0/24'.`),
      ...cidrs.filter(cidr => isCidr(cidr) && Number(cidr.split('/')[1]) === 0).map(cidr =>
        `'${cidr}' are all addresses that there are; name the blocks in which machines join.`),
      ...options.health !== undefined && !options.health.startsWith('/') ? [`health path '${options.health}' does not begin with '/'.`] : [],
    ]);
  }

  private constructor(
    /** @internal */ public readonly _addresses: { readonly [name: string]: string } | undefined,
    /** @internal */ public readonly _cidrs: readonly string[],
    /** @internal */ public readonly _joining: MachineGroupOptions | undefined,
    /** @internal */ public readonly _problems: readonly string[],
  ) {}
}
