import { isIP } from 'node:net';
import type { AddressBlock } from '../calls/callee';
import { isCidr } from '../private/cidr';

/** Addresses of IPv4 that are no public ones, and what may stand behind them. */
const NOT_PUBLIC = [
  // This network, private networks, those of providers, the host itself, links (where clouds serve their credentials).
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15',
  // Many at once, and what is reserved.
  '224.0.0.0/4', '240.0.0.0/4',
];

/** IPv6 as it is given out; private networks and links are elsewhere. */
const PUBLIC_IPV6 = '2000::/3';

/**
 * Where a service outside of the cluster answers, as far as a NetworkPolicy can say it: a NetworkPolicy knows addresses and no
 * names.
 *
 * Single addresses are taken for the service's own. Whatever is wider opens others too, to workloads that call the service
 * directly: that is accepted with `because()`, or the synth fails. Through an `EgressGateway` nothing of it is open to them.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class ExternalAddresses {
  /**
   * These addresses only.
   *
   * @param cidrs blocks such as '203.0.113.0/24', or '203.0.113.7/32' for a single address; at least one
   */
  public static of(...cidrs: string[]): ExternalAddresses {
    return new ExternalAddresses(cidrs.map(cidr => ({ cidr })), [
      ...cidrs.length === 0 ? ["names no addresses; name at least one block such as '203.0.113.0/24', or use ExternalAddresses.anyPublic()."] : [],
      ...cidrs.filter(cidr => !isCidr(cidr)).map(cidr => `address '${cidr}' is no CIDR block; write for example '203.0.113.0/24', or '203.0.113.7/32' for one address.`),
      ...cidrs.filter(cidr => isCidr(cidr) && Number(cidr.split('/')[1]) === 0).map(cidr =>
        `addresses '${cidr}' are all that there are, pods and the cloud's own services among them; name blocks, or use ExternalAddresses.anyPublic().`),
    ]);
  }

  /**
   * Any address of the internet, of IPv4 and IPv6; no private network, and none of the node's or the cloud's own. This is a
   * widening: below the proxies, pods for which it is open may reach whoever has such an address, on the service's ports; pods of
   * the cluster too, if these have public addresses.
   */
  public static anyPublic(): ExternalAddresses {
    return new ExternalAddresses([{ cidr: '0.0.0.0/0', except: [...NOT_PUBLIC] }, { cidr: PUBLIC_IPV6 }], []);
  }

  private constructor(
    /** @internal */ public readonly _blocks: readonly AddressBlock[],
    /** @internal */ public readonly _problems: readonly string[],
    /**
     * Why it is accepted that others than the service have some of the addresses; undefined where nobody says.
     * @internal
     */
    public readonly _reason?: string,
  ) {}

  /**
   * The same addresses, with the reason why it is accepted that callers may reach whoever has them. The report of the proof has it.
   *
   * @param reason for whoever reviews it; it must say something
   */
  public because(reason: string): ExternalAddresses {
    return new ExternalAddresses(this._blocks, [
      ...this._problems,
      ...reason.trim() === '' ? ['because() gives no reason; say why callers may reach whoever has the addresses.'] : [],
    ], reason);
  }

  /**
   * The blocks in which there is room for others than the service.
   * @internal
   */
  public get _shared(): readonly AddressBlock[] {
    return this._blocks.filter(({ cidr }) => {
      const [address, length] = cidr.split('/');
      return Number(length) < (isIP(address) === 6 ? 128 : 32);
    });
  }
}
