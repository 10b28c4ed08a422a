import { EVERYTHING, keyOf } from './conjunction';
import type { HttpPlan } from './http-plan';
import { MESH, planHttp } from './http-plan';
import { unreachableStreams } from './stream-plan';
import type { TrafficModel } from './traffic-model';
import { isHttp } from '../calls/app-protocol';

/** What is wrong with declarations taken together, each being right in itself. */
export function modelProblems(model: TrafficModel): string[] {
  const http = model.ports.filter(port => isHttp(port.protocol));
  const plans = http.map(port => planHttp(model, port, MESH));
  const declared = [...model.rules.map(({ text, match }) => ({ text, match })), ...model.features.map(({ text, when }) => ({ text, match: when }))];
  return [...new Set([
    ...declared.flatMap(({ text, match }) => portProblem(model, text, match.port)),
    ...model.streamRules.flatMap(({ text, match }) => streamPortProblem(model, text, match.port)),
    ...plans.flatMap(({ problems }) => problems),
    ...unreachableStreams(model.streamRules),
    ...http.length > 0 ? idleProblems(model, plans) : [],
    ...model.defaults.length > 0 ? [] : model.ports.filter(port => !isHttp(port.protocol)).map(port =>
      `nothing says which version gets connections to port '${port.name}'; give the versions weights, or use traffic.defaultTo() or traffic.shift().`),
  ])];
}

/** Does some rule take whatever the others leave? */
export function takesEverything({ rules }: TrafficModel): boolean {
  return rules.some(({ match }) => keyOf(match) === keyOf(EVERYTHING));
}

/** Only where proxies see requests can anything be done to them. */
function portProblem({ ports, host }: TrafficModel, text: string, name: string | undefined): string[] {
  const list = ports.map(port => `'${port.name}' (${port.protocol} ${port.port})`).join(', ');
  if (name !== undefined && !ports.some(port => port.name === name)) {
    return [`${text} is for port '${name}', which ${host} does not have; its ports are ${list || 'none'}.`];
  }
  const meant = ports.filter(port => name === undefined || port.name === name);
  return meant.some(port => isHttp(port.protocol)) ? []
    : [`${text} needs HTTP, and ${meant.length === 0 ? 'there is no port' : `proxies see no requests on ${list}`}; declare a port for HTTP, or remove it.`];
}

/** Rules for connections are for ports on which proxies see nothing more. */
function streamPortProblem({ ports, host }: TrafficModel, text: string, name: string | undefined): string[] {
  const list = ports.map(port => `'${port.name}' (${port.protocol} ${port.port})`).join(', ');
  const meant = ports.filter(port => name === undefined || port.name === name);
  return meant.some(port => !isHttp(port.protocol)) ? []
    : [meant.length === 0 ? `${text} is for port '${name}', which ${host} does not have; its ports are ${list || 'none'}.`
      : `${text} is for connections, and on ${list} proxies see requests; route them by an HttpMatch.`];
}

/** What is for a gateway through which no request comes does nothing. */
export function gatewayProblems(model: TrafficModel, exposing: () => readonly (string | undefined)[]): string[] {
  const declared = [...model.rules.map(({ text, match }) => ({ text, match })), ...model.features.map(({ text, when }) => ({ text, match: when }))]
    .filter(({ match }) => match.gateways !== undefined);
  const exposed = declared.length > 0 ? exposing() : [];
  return declared.flatMap(({ text, match }) => match.gateways!.filter(gateway => !exposed.includes(gateway)).map(gateway =>
    `${text} is for gateway '${gateway}', which does not expose it; expose it there, or remove it.`));
}

/** A feature that has a part in no route does nothing. */
function idleProblems({ features }: TrafficModel, plans: readonly HttpPlan[]): string[] {
  return features.filter(feature => feature.when.gateways === undefined && !plans.some(({ used }) => used.has(feature))).map(({ text }) =>
    `${text} applies to no request: what it is for is taken by no rule, or answered without it; correct its 'when', or remove it.`);
}
