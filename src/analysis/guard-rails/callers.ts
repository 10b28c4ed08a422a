import type { CallerSet, CallingPods } from './guard-rail';
import type { Openings } from './openings';
import { isWholeNamespace, workloadsOf } from './pods';
import type { AccessSets, AccessSpace } from '../access-sets';
import { hasPort } from '../access-sets';
import { trustDomainsOf } from '../access-sets/identity-access';
import type { ProductSet } from '../algebra';
import type { Gateway, MeshModel, Workload } from '../model';
import { selects } from '../model';
import { callerSet } from '../proof/declared-sets';

/** Callers that are alike: what they prove to be, and whether the network may let them in. */
export interface CallerPart {
  /** Requests with an identity that is theirs, or with none. */
  readonly identities: ProductSet;
  /** May the network let them connect to the port? */
  readonly mayConnect: (callee: Workload, port: number) => boolean;
  /** Pods that are none of them, whatever they prove to be. */
  readonly except: readonly CallingPods[];
}

/** What callers are in the terms of the two boundaries, of a model. */
export class CallerParts {
  private readonly space: AccessSpace;
  private readonly trustDomains: readonly string[];

  public constructor(private readonly model: MeshModel, private readonly sets: AccessSets, private readonly openings: Openings) {
    this.space = sets.space;
    this.trustDomains = trustDomainsOf(model);
  }

  public of(from: CallerSet): readonly CallerPart[] {
    const { space, openings } = this;
    const { sets } = space.algebra;
    switch (from.kind) {
      case 'these': return from.these.map(pods => this.part(pods));
      case 'anonymous': return [{ identities: space.anonymous, mayConnect: (callee, port) => openings.toAnybody(callee, port), except: [] }];
      case 'everyone': {
        const known = sets.union(...from.except.map(pods => this.identitiesOf(pods)));
        return [
          // Another identity may be that of pods with any labels.
          { ...from, identities: sets.difference(space.identified, known), mayConnect: (callee, port) => openings.toAnybody(callee, port) },
          { ...from, identities: space.anonymous, mayConnect: (callee, port) => openings.toAnybody(callee, port, from.except) },
        ];
      }
      case 'outside': return [
        { identities: space.anonymous, mayConnect: (callee, port) => hasPort(this.sets.networkAccess('outside', callee).may, port), except: [] },
        ...this.gateways().map(pods => this.part(pods)),
      ];
    }
  }

  /** The requests that bear an identity of the pods. */
  public identitiesOf(pods: CallingPods): ProductSet {
    const { trustDomain } = this.model.meshConfig;
    const principals = pods.principal !== undefined ? [pods.principal]
      : workloadsOf(this.model, pods).map(({ namespace, serviceAccount }) => `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`);
    return this.space.algebra.sets.union(...principals.map(principal => callerSet(this.space, principal, this.trustDomains)));
  }

  private part(pods: CallingPods): CallerPart {
    const workloads = isWholeNamespace(pods) ? [] : workloadsOf(this.model, pods);
    return {
      // Whoever has an identity may also keep it to itself, if it has taken over its pod.
      identities: this.space.algebra.sets.union(this.identitiesOf(pods), this.space.anonymous),
      mayConnect: (callee, port) => (workloads.length === 0 ? this.openings.toPods(callee, port, pods)
        : workloads.some(workload => hasPort(this.sets.networkAccess(workload, callee).may, port))),
      except: [],
    };
  }

  /** Whoever passes requests on from outside of the cluster: the platform's gateways, and pods that a Gateway configures. */
  private gateways(): readonly CallingPods[] {
    const { model } = this;
    const configured = (gateway: Gateway): readonly Workload[] =>
      model.workloads.all.filter(workload => gateway.selector.size > 0 && selects(gateway.selector, workload.labels));
    return [
      ...model.ingressGateways.map(({ namespace, labels, serviceAccount }) => ({
        name: `the gateway of namespace '${namespace}'`,
        namespace,
        labels: Object.fromEntries(labels),
        principal: `${model.meshConfig.trustDomain}/ns/${namespace}/sa/${serviceAccount}`,
      })),
      ...[...new Set(model.gateways.all.flatMap(configured))].map(({ namespace, name }) => ({ name, namespace, workload: name })),
    ];
  }
}
