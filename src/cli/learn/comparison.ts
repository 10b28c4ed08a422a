import { leftText } from './summary';
import type { ObservedAccess, TrafficComparison } from '../../learn/compare';
import type { LeftOut } from '../../learn/observations';
import { visible } from '../../learn/visible';
import type { Paint, Style } from '../paint';

/** Traffic held against manifests, for a terminal. */
export function comparisonText(comparison: TrafficComparison, left: readonly LeftOut[], paint: Paint): string {
  const section = (title: string, style: Style, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [paint(style, `${title} (${lines.length}):`), ...lines.map(line => `  ${line}`), '']);
  const lines = [
    ...section('observed and refused', 'bad', comparison.refused.map(observedText)),
    ...section('observed, and the manifests do not tell whether it is allowed', 'doubtful', comparison.unknown.map(observedText)),
    ...section('observed, and allowed in part', 'doubtful', comparison.partly.map(observedText)),
    ...section('observed, and not in the manifests', 'doubtful', comparison.absent.map(observedText)),
    ...section('allowed and never observed', 'remark', comparison.unseen.map(({ caller, callee, ports, what }) => `${caller} -> ${callee}:${ports} ${what}`)),
    `${comparison.allowed} observed and allowed`,
    ...leftText(left),
  ];
  return lines.join('\n');
}

/** The same for programs. */
export function comparisonJson(comparison: TrafficComparison, left: readonly LeftOut[]): string {
  return JSON.stringify({ ...comparison, left }, undefined, 2);
}

function observedText({ caller, callee, port, what, reason }: ObservedAccess): string {
  return visible(`${caller} -> ${callee}${port === undefined ? '' : `:${port}`} ${what}${reason === undefined ? '' : `: ${reason}`}`);
}
