import type { Forward, StreamMatchData, StreamRule, TrafficModel } from './traffic-model';
import type { CalleePort } from '../calls/callee';

/** One route of connections: the first whose match a connection meets takes it. */
export interface PlannedStream {
  readonly match: Omit<StreamMatchData, 'port'>;
  readonly action: Forward;
}

/** The routes of connections for one port: rules in their order, then the default. */
export function planStream({ streamRules, defaults }: TrafficModel, port: CalleePort): PlannedStream[] {
  const [standard] = defaults;
  return [
    ...streamRules.filter(({ match }) => match.port === undefined || match.port === port.name)
      .map(({ match: { port: _port, ...match }, action }) => ({ match, action })),
    ...standard ? [{ match: {}, action: standard.action }] : [],
  ];
}

/** Rules of which an earlier one leaves nothing over. */
export function unreachableStreams(rules: readonly StreamRule[]): string[] {
  return rules.flatMap((rule, i) => {
    const earlier = rules.slice(0, i).find(other => covers(other.match, rule.match));
    return earlier === undefined ? [] : [
      `${rule.text} is never reached: ${earlier.text} is declared before it and takes every such connection; declare the narrower rule first, or remove one.`,
    ];
  });
}

function covers(wide: StreamMatchData, narrow: StreamMatchData): boolean {
  return (wide.port === undefined || wide.port === narrow.port)
    && (wide.sourceNamespace === undefined || wide.sourceNamespace === narrow.sourceNamespace)
    && Object.entries(wide.sourceLabels ?? {}).every(([label, value]) => narrow.sourceLabels?.[label] === value);
}
