import type { Layout } from './layout';
import { lockPath } from './marks';
import { LINE, sizeOf } from './text-size';
import { GraphChange, GraphEdgeKind } from '../../analysis/graph';
import type { DrawnItem, DrawnLink } from '../../analysis/graph/drawing';

/** What a sign of a picture means. */
interface Entry {
  readonly text: string;
  /** At the left end of a line of height LINE. */
  readonly sign: string;
}

const SIGN_WIDTH = 34;

function line(classes: string): string {
  return `<g class="link ${classes}"><path d="M0 8L26 8" marker-end="url(#arrow)"/></g>`;
}

const LINKS: readonly (readonly [string, string, (link: DrawnLink) => boolean])[] = [
  ['access', 'may call, by HTTP', link => isCall(link) && !link.isTcp && !link.isAside],
  ['access tcp', 'may call, by TCP', link => isCall(link) && link.isTcp && !link.isAside],
  ['access aside', 'pods and addresses that only NetworkPolicies tell', link => link.isAside],
  ['access perhaps', 'perhaps: manifests do not tell', link => isCall(link) && !link.certain],
  ['entry', 'comes to a gateway', ({ kind }) => kind === GraphEdgeKind.ENTRY],
  ['route', 'where a gateway sends it', ({ kind }) => kind === GraphEdgeKind.ROUTE],
  ['egress', 'known to the proxy, outside of the mesh', ({ kind }) => kind === GraphEdgeKind.EGRESS],
  ['denied', 'denied: opened by one, stopped by another', ({ kind }) => kind === GraphEdgeKind.DENIED],
  ['access marked', 'unused: allowed, and nobody sends it', ({ isUnused }) => isUnused],
  ['access added', '+ is added', ({ change }) => change === GraphChange.ADDED],
  ['access removed', '- is removed', ({ change }) => change === GraphChange.REMOVED],
];

function isCall({ kind, change }: DrawnLink): boolean {
  return kind === GraphEdgeKind.ACCESS && change === undefined;
}

/** The signs that a picture has, and what they mean. */
export function legendOf({ items, links, namespaces, flows }: Pick<Layout, 'items' | 'links' | 'namespaces' | 'flows'>): readonly Entry[] {
  const all = links.map(({ link }) => link);
  const has = (test: (item: DrawnItem) => boolean): boolean => items.some(({ what }) => test(what));
  // Where there are too many links for labels, none has a lock.
  const holds = new Set(links.filter(({ label }) => label !== undefined).map(({ link }) => link.hold));
  const badges = [...items, ...namespaces].some(({ what }) => what.badge !== undefined);
  return [
    ...LINKS.filter(([, , test]) => all.some(test)).map(([classes, text]) => ({ text, sign: line(classes) })),
    ...flows.length === 0 ? [] : [{ text: 'calls between namespaces, the thicker the more', sign: '<g class="flow"><path d="M0 8L30 8" stroke-width="5"/></g>' }],
    ...holds.has('mutual TLS') ? [{ text: 'mutual TLS: callers prove who they are', sign: lockSign('access', true) }] : [],
    ...holds.has('nothing enforces it') ? [{ text: 'nothing enforces it: nobody is held back', sign: lockSign('access open', false) }] : [],
    ...has(({ faults }) => faults.length > 0) ? [{ text: 'a fault that a route injects', sign: '<g class="item"><text class="fault" x="0" y="12">delay</text></g>' }] : [],
    ...badges ? [{ text: 'findings: how many', sign: '<g class="badge warning"><rect x="4" y="0" width="16" height="16" rx="8"/><text x="12" y="12">2</text></g>' }] : [],
  ];
}

function lockSign(classes: string, closed: boolean): string {
  return `<g class="label ${classes}"><path class="lock" d="${lockPath(10, 2, closed)}"/></g>`;
}

export interface DrawnLegend {
  readonly height: number;
  readonly content: readonly string[];
}

/** The legend in columns that a width has room for, from a height on. */
export function drawLegend(entries: readonly Entry[], x: number, y: number, width: number): DrawnLegend {
  const wide = SIGN_WIDTH + Math.max(0, ...entries.map(({ text }) => sizeOf([text], 0).width)) + 12;
  const columns = Math.max(1, Math.floor(width / wide));
  const rows = Math.ceil(entries.length / columns);
  const content = entries.map(({ text, sign }, i) => {
    const [left, top] = [x + Math.floor(i / rows) * wide, y + (i % rows) * (LINE + 4)];
    return `<g transform="translate(${left} ${top})">${sign}<text x="${SIGN_WIDTH}" y="12">${text}</text></g>`;
  });
  return { height: rows * (LINE + 4), content: ['<g class="legend">', ...content, '</g>'] };
}

/** The legend of a page: signs with their texts, as many in a row as there is room for. */
export function legendMarkup(entries: readonly Entry[]): string {
  return entries.map(({ text, sign }) => `<li><svg width="30" height="${LINE}" viewBox="0 0 30 ${LINE}" aria-hidden="true">${sign}</svg>${text}</li>`).join('\n');
}
