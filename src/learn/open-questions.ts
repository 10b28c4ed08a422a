import type { Declarable } from './declarable';
import { isOwn, targetText } from './declarable';
import type { Edge } from './edges';
import { KUBERNETES_API } from './edges';
import type { Questions } from './questions';
import { listed } from './questions';
import type { Traffic } from './traffic';

/** What is asked about traffic that has no place at a construct. */
export function openQuestions(traffic: Traffic, declarable: Declarable, questions: Questions): readonly string[] {
  return [
    ...traffic.edges.map(edge => openQuestion(edge, declarable, questions)).filter(question => question !== undefined),
    ...traffic.ambiguous.map(({ principal, workloads, target, isDeclared }) => {
      const name = targetText(target);
      return questions.ask('identity', `${principal} to ${name}`,
        `which of ${listed(workloads.map(({ key }) => key), 5)} called ${name}? They run as the same ${principal}; ${isDeclared ? 'it is declared for each of them' : 'nothing is declared'}.`);
    }),
  ];
}

function openQuestion(edge: Edge, declarable: Declarable, questions: Questions): string | undefined {
  const { caller, target, reasons } = edge;
  const to = targetText(target);
  const how = edge.answered > 0 ? '' : ` It got no answer (${[...reasons].sort().join(', ')}).`;
  if (caller === undefined) {
    // Whoever comes to a gateway has no identity: that is what gateways are for.
    if (target.kind === 'unknown' || (target.kind === 'unit' && target.unit.versions.some(({ workload }) => workload.edge === 'ingress'))) { return undefined; }
    return questions.ask('callers', to, `who called ${to}${edge.plaintext ? ' in plain text' : ''}? It had no identity, and is not let in here.${how}`);
  }
  if (caller.edge === 'egress') { return undefined; }
  const about = `${caller.key} to ${to}`;
  if (target.kind === 'unknown' && target.name === KUBERNETES_API) {
    return questions.ask('unknown', about, `what does ${caller.key} ask the Kubernetes API? Declare a KubernetesApi, and what RBAC allows.${how}`);
  }
  if (target.kind === 'unknown') {
    return questions.ask('unknown', about,
      `what did ${caller.key} call as ${to}${edge.port === undefined ? '' : `, port ${edge.port}`}? No proxy knows it; declare an ExternalService if it is meant.${how}`);
  }
  if (target.kind === 'unit' && !isOwn(target.unit)) {
    return questions.ask('gateway', about, `what did ${caller.key} ask of the gateway ${to}? Nothing is declared; see IngressGateway and EgressGateway.`);
  }
  if (edge.answered > 0 && !declarable.isCall(edge)) {
    return questions.ask('callers', about, `may ${caller.key} call ${to}? ${caller.unmeshed
      ? 'It has no proxy, and so no identity; with one, declare the call.' : 'Its identity is none that can be let in here; nothing is declared.'}`);
  }
  return undefined;
}
