import type { AccessSpace } from '../../../src/analysis/access-sets';
import { blockAddresses } from '../../../src/analysis/access-table/block-addresses';
import { tableEntries } from '../../../src/analysis/access-table/build-table';
import type { PeerClass } from '../../../src/analysis/access-table/peer-classes';
import { PodIndex } from '../../../src/analysis/access-table/pod-index';
import type { InboundMeaning, TableEntry } from '../../../src/analysis/access-table/table-entry';
import type { ProductSet } from '../../../src/analysis/algebra';
import { together } from '../../../src/analysis/decision/combine';
import type { Verdict } from '../../../src/analysis/decision/decision';
import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { fromOutside, fromPrincipal } from '../../../src/analysis/decision/from-elsewhere';
import { decideConnection, podPeer } from '../../../src/analysis/decision/layers/network-policies';
import { hasSidecar } from '../../../src/analysis/decision/proxies';
import type { Request } from '../../../src/analysis/decision/request';
import { isUnknown } from '../../../src/analysis/decision/tri';
import type { MeshModel, Workload } from '../../../src/analysis/model';
import { anyOf } from '../access-sets/_judge';
import type { Membership } from '../access-sets/_points';
import { dimensionNames, membership, pointOf } from '../access-sets/_points';

export interface Judged {
  readonly request: Request;
  readonly decided: Verdict;
  readonly inTable: Membership;
}

/** A table to be held against the decision: what it says of requests, by what its rows mean. */
export class TableJudge {
  private readonly entries: readonly TableEntry[];
  private readonly pods: PodIndex;

  public constructor(private readonly model: MeshModel) {
    this.entries = tableEntries(model);
    this.pods = new PodIndex(model);
  }

  public judge(request: Request): Judged {
    const callee = workloadOf(this.model, request.to);
    const caller = request.from.kind === 'workload' ? workloadOf(this.model, request.from) : undefined;
    return { request, decided: this.decided(request, caller, callee), inTable: this.inTable(request, caller, callee) };
  }

  /** What the boundaries let through, whatever the caller's proxy does: by its identity or in plaintext. */
  private decided(request: Request, caller: Workload | undefined, callee: Workload): Verdict {
    const peer = caller === undefined ? { kind: 'external' as const, ...request.from.address === undefined ? {} : { address: request.from.address } }
      : podPeer(this.model, caller, request.from.address);
    const network = decideConnection(this.model, peer, callee, request.port).verdict;
    const known = hasSidecar(this.model, callee);
    const inEveryCase = (decide: (sidecar: boolean) => Verdict): Verdict => {
      const cases = (isUnknown(known) ? [true, false] : [known]).map(decide);
      return cases.every(one => one === cases[0]) ? cases[0] : 'UNKNOWN';
    };
    const plain = inEveryCase(sidecar =>
      together(fromOutside(this.model, callee, sidecar, request).layers.filter(({ layer }) => layer !== 'networkPolicy')).verdict);
    // A row tells of a way in. That there is always one of two, it does not tell.
    const identified = caller === undefined ? 'DENY'
      // Without a proxy nobody ends mutual TLS.
      : inEveryCase(sidecar => (sidecar ? fromPrincipal(this.model, callee, sidecar, `spiffe://${this.identityOf(caller)}`, request).verdict : 'DENY'));
    return worst(network, best(plain, identified));
  }

  private inTable(request: Request, caller: Workload | undefined, callee: Workload): Membership {
    const about = this.entries.filter(({ meaning }) => meaning.kind === 'inbound' && meaning.callee === callee && portIn(meaning, request.port));
    return anyOf([{ verdict: 'DENY', open: false }, ...about.map(({ certain, meaning }) => {
      const { space, from, set } = meaning as InboundMeaning;
      const isNamed = 'labels' in from;
      if (isNamed ? from !== caller : !this.isOf(space, from, caller, request.from.address)) { return { verdict: 'DENY' as const, open: false }; }
      const one = this.member(space, set, request, caller, callee);
      const sent = isNamed || caller === undefined ? 'ALLOW' : this.letsOut(caller, callee, request);
      return { verdict: worst(certain ? 'ALLOW' : 'UNKNOWN', one.verdict, sent), open: one.open };
    })]);
  }

  private member(space: AccessSpace, set: ProductSet, request: Request, caller: Workload | undefined, callee: Workload): Membership {
    const bounds = { must: set, may: set };
    const asked = dimensionNames(bounds);
    const address = request.from.address === undefined ? {} : { address: request.from.address };
    const identity = caller === undefined ? {} : { principal: this.identityOf(caller) };
    const point = pointOf(this.model, callee, request, { ...identity, ...address, host: request.host }, asked);
    return membership(space, bounds, point, this.model, request, asked);
  }

  /** Whether the rows of what a caller may reach have the callee. */
  private letsOut(caller: Workload, callee: Workload, { port, from: { address } }: Request): Verdict {
    const rows = this.entries.filter(({ meaning }) => meaning.kind === 'outbound' && meaning.caller === caller && portIn(meaning, port));
    return rows.reduce<Verdict>((verdict, { certain, meaning }) => {
      if (meaning.kind !== 'outbound' || !this.isOf(meaning.space, meaning.to, callee, undefined)) { return verdict; }
      // Where the callee's address is not known, it is in a block only if all of a family are; and of the family of IPv4, unless the caller's is not.
      const { addresses } = meaning.space.algebra;
      const inBlock = meaning.to.kind !== 'block'
        || (address?.includes(':') !== true && addresses.isSubset(addresses.ipv4, blockAddresses(addresses, meaning.to.block)));
      return best(verdict, certain && inBlock ? 'ALLOW' : 'UNKNOWN');
    }, 'DENY');
  }

  private isOf(space: AccessSpace, peer: PeerClass, workload: Workload | undefined, address: string | undefined): boolean {
    switch (peer.kind) {
      case 'everyone': return true;
      case 'pods': return workload !== undefined && this.pods.means(peer, workload) !== false;
      case 'block': return address === undefined || space.algebra.addresses.includes(blockAddresses(space.algebra.addresses, peer.block), address);
    }
  }

  private identityOf({ namespace, serviceAccount }: Workload): string {
    return `${this.model.meshConfig.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
  }
}

function portIn(meaning: TableEntry['meaning'], port: number): boolean {
  return meaning.space.algebra.integers.includes(meaning.ports, port);
}

const ORDER: readonly Verdict[] = ['DENY', 'UNKNOWN', 'ALLOW'];

function best(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((a, b) => ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a);
}

function worst(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((a, b) => ORDER.indexOf(b) < ORDER.indexOf(a) ? b : a);
}

function workloadOf(model: MeshModel, { namespace, workload }: { readonly namespace: string; readonly workload: string }): Workload {
  const found = findWorkload(model, namespace, workload);
  if (isUnknown(found)) { throw new Error(found.cause); }
  return found;
}
