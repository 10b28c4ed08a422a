import { asksForPort } from './rules';
import type { AuthorizationPolicy } from '../model';

type Doubt = (cause: string) => void;

/** What was found, and what was doubted on the way. */
interface Found<T> {
  readonly what: T;
  readonly doubts: readonly string[];
}

/** What policies say at every port of a callee alike: found once where none of them asks for ports, and doubted each time. */
export class AtAnyPort<T> {
  private readonly known = new Map<string, Found<T>>();
  private asksForPorts?: boolean;

  /** @param policies those of the callee: always the same */
  public find(question: string, policies: readonly AuthorizationPolicy[], doubt: Doubt, find: (doubt: Doubt) => T): T {
    this.asksForPorts ??= policies.some(({ rules }) => rules.some(asksForPort));
    if (this.asksForPorts) { return find(doubt); }
    let found = this.known.get(question);
    if (found === undefined) {
      const doubts: string[] = [];
      this.known.set(question, found = { what: find(cause => { doubts.push(cause); }), doubts });
    }
    found.doubts.forEach(doubt);
    return found.what;
  }
}
