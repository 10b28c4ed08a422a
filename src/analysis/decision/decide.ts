import type { MeshModel } from '../model';
import { allOf, together } from './combine';
import type { Decision } from './decision';
import { LayerSpeaker } from './decision';
import { findWorkload } from './find-workload';
import { fromOutside, fromPrincipal } from './from-elsewhere';
import { fromWorkload } from './from-workload';
import { fromInternet } from './internet';
import { withScheme } from './match/identities';
import { hasSidecar } from './proxies';
import type { Request } from './request';
import type { Tri } from './tri';
import { isUnknown } from './tri';

const interception = new LayerSpeaker('interception', false);

/** What happens to a request. */
export function decide(model: MeshModel, request: Request): Decision {
  if (model.meshConfig.problems.length > 0) { return undecidable(`the mesh's configuration cannot be read: ${model.meshConfig.problems[0]}`); }
  const callee = findWorkload(model, request.to.namespace, request.to.workload);
  if (isUnknown(callee)) { return undecidable(callee.cause); }
  const { from } = request;
  switch (from.kind) {
    case 'workload': {
      const caller = findWorkload(model, from.namespace, from.workload);
      if (isUnknown(caller)) { return undecidable(caller.cause); }
      const callerSidecar = hasSidecar(model, caller);
      const calleeSidecar = hasSidecar(model, callee);
      if (!isUnknown(callerSidecar) && !isUnknown(calleeSidecar)) {
        return fromWorkload({ model, caller, callee, callerSidecar, calleeSidecar, request });
      }
      return inEveryCase([callerSidecar, calleeSidecar], ([ofCaller, ofCallee]) =>
        fromWorkload({ model, caller, callee, callerSidecar: ofCaller, calleeSidecar: ofCallee, request }));
    }
    case 'principal': return inEveryCase([hasSidecar(model, callee)], ([sidecar]) => fromPrincipal(model, callee, sidecar, withScheme(from.principal), request));
    case 'outside': return inEveryCase([hasSidecar(model, callee)], ([sidecar]) => fromOutside(model, callee, sidecar, request));
    case 'internet': return inEveryCase([hasSidecar(model, callee)], ([sidecar]) => fromInternet(model, callee, sidecar, request));
  }
}

function undecidable(cause: string): Decision {
  return together([interception.unknown(cause)]);
}

/** Decides for every case of what is not known of the workloads: whether each has a sidecar. */
function inEveryCase(known: readonly Tri[], decideCase: (sidecars: readonly boolean[]) => Decision): Decision {
  const causes = known.filter(isUnknown).map(unknown => unknown.cause);
  const cases = known.reduce<readonly (readonly boolean[])[]>((before, value) =>
    before.flatMap(list => (isUnknown(value) ? [true, false] : [value]).map(entry => [...list, entry])), [[]]);
  return cases.length === 1 ? decideCase(cases[0]) : allOf(cases.map(decideCase), [...new Set(causes)].join(' and '));
}
