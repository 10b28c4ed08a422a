import { visible } from './visible';

/** What may be asked, by what is not known. */
export type QuestionKind =
  'image' | 'port' | 'requests' | 'templates' | 'refused' | 'failed' | 'unsayable' | 'callers' | 'shares' | 'hosts' | 'addresses' | 'identity' | 'workload' | 'gateway' | 'unknown';

const TITLES: { readonly [kind in QuestionKind]: string } = {
  image: 'which image runs',
  port: 'on which port it listens',
  requests: 'which methods and paths are called',
  templates: 'whether templates of paths are right',
  refused: 'whether what was refused should be allowed',
  failed: 'whether what failed was meant',
  unsayable: 'paths that no policy can say',
  callers: 'callers without an identity',
  shares: 'which share of the traffic versions get',
  hosts: 'which hosts are served',
  addresses: 'where services outside of the mesh answer',
  identity: 'identities',
  workload: 'which workload answers',
  gateway: 'gateways',
  unknown: 'what was called',
};

/** How many are named before the others are only counted. */
const NAMED = 8;

/** Collects what is asked in the code, to sum it up. */
export class Questions {
  private readonly asked = new Map<QuestionKind, Set<string>>();

  /** The comment that asks. */
  public ask(kind: QuestionKind, about: string, text: string): string {
    this.asked.set(kind, (this.asked.get(kind) ?? new Set()).add(visible(about)));
    return `Question: ${visible(text)}`;
  }

  public get count(): number {
    return [...this.asked.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** A line for each kind. */
  public summary(): readonly string[] {
    return (Object.keys(TITLES) as QuestionKind[]).flatMap(kind => {
      const about = [...this.asked.get(kind) ?? []].sort();
      return about.length === 0 ? [] : [`${TITLES[kind]} (${about.length}): ${listed(about, NAMED)}`];
    });
  }
}

/** The first few of a list, and how many there are besides. */
export function listed(items: readonly string[], named: number): string {
  return items.length <= named ? items.join(', ') : `${items.slice(0, named).join(', ')} and ${items.length - named} more`;
}
