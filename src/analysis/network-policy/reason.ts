import type { DirectionDecision, PolicyRef, Verdict } from './decision';

/** One sentence that says what decided, naming policies and rules. */
export function reasonFor(
  verdict: Verdict, egress: DirectionDecision, ingress: DirectionDecision, titles: { from: string; to: string }, causes: readonly string[],
): string {
  switch (verdict) {
    case 'UNKNOWN': return `not known: ${causes.join('; ')}`;
    case 'DENY': {
      const denied = [egress, ingress].filter((side) => side.verdict === 'DENY');
      return denied.length === 0
        ? 'denied in either direction, whichever way the connection takes'
        : denied.map((side) => sideReason(side, titles)).join('; ');
    }
    case 'ALLOW': return egress.basis === ingress.basis && (egress.basis === 'SELF' || egress.basis === 'OWN_NODE')
      ? sideReason(egress, titles)
      : `${sideReason(egress, titles)}; ${sideReason(ingress, titles)}`;
  }
}

function sideReason(side: DirectionDecision, titles: { from: string; to: string }): string {
  const end = side.direction === 'Egress' ? titles.from : titles.to;
  const what = side.direction === 'Egress' ? 'egress' : 'ingress';
  switch (side.basis) {
    case 'EXTERNAL': return `${end} is no pod, so no policy applies to its ${what}`;
    case 'NOT_ISOLATED': return `no NetworkPolicy isolates ${end} for ${what}`;
    case 'ADMITTED': return side.admittedBy.length === 0
      ? `the ${what} policies that perhaps select ${end} would admit it`
      : `${what} of ${end} admitted by ${side.admittedBy.map((rule) => `${title(rule)} ${what}[${rule.rule}]`).join(', ')}`;
    case 'NOT_ADMITTED': return `${end} is isolated for ${what} by ${side.isolatedBy.map(title).join(', ')}, and no rule admits it`;
    case 'SELF': return 'a pod always reaches itself';
    case 'OWN_NODE': return 'a pod and the node that it runs on always reach each other';
    case 'UNKNOWN': return `${what} of ${end} is not known`;
  }
}

function title(ref: PolicyRef): string {
  return `NetworkPolicy ${ref.namespace}/${ref.name}`;
}
