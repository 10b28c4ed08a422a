import type { AccessChange } from './access-change';
import type { AllowedAccess } from './allowed-access';
import { AllowedEntries } from './allowed-entries';
import { compareVersions } from './compare-versions';
import { differenceMarkdown } from './difference-markdown';
import { differenceText } from './difference-text';
import { problemsOfAllowed } from './read-allowed-access';
import type { AccessWorkload } from '../access/access-request';
import type { MeshModel } from '../model';

/**
 * What two versions of a mesh differ in: who may do what that was not possible before, and who no longer may.
 *
 * Each boundary is compared alone, so that one that was loosened behind another's back is told; all layers together are what callers
 * see. DENY counts as less than UNKNOWN, and UNKNOWN as less than ALLOW.
 */
export class AccessDifference {
  /** @internal */
  public static _between(before: MeshModel, after: MeshModel, allowed: readonly AllowedAccess[] = []): AccessDifference {
    const problems = problemsOfAllowed(allowed);
    if (problems.length > 0) { throw new Error(`allowed access cannot be used: ${problems.join('; ')}`); }
    const entries = new AllowedEntries(allowed, after);
    const found = compareVersions(before, after, entries);
    const named = (workloads: readonly { readonly namespace: string; readonly name: string }[]): AccessWorkload[] =>
      workloads.map(({ namespace, name }) => ({ namespace, workload: name }));
    return new AccessDifference(
      found.allowed.map(({ change }) => change), found.denied.map(({ change }) => change), found.undecided.map(({ change }) => change),
      named(found.added), named(found.removed),
      allowed.filter(entry => entries.used.has(entry)), allowed.filter(entry => !entries.used.has(entry)),
    );
  }

  private constructor(
    /** What is possible now, or possibly is, and was not before: but for what is let pass. */
    public readonly allowed: AccessChange[],
    /** What all layers together no longer let through. Workloads that are gone are not among it. */
    public readonly denied: AccessChange[],
    /** What manifests tell in neither version, for reasons that are new: whether there is more access, nobody knows. */
    public readonly undecided: AccessChange[],
    /** Workloads that are new. Whatever they allow, and may do, is new access. */
    public readonly addedWorkloads: AccessWorkload[],
    /** Workloads that are gone: nobody reaches them, and they reach nobody. */
    public readonly removedWorkloads: AccessWorkload[],
    /** What was let pass and was needed, each with its reason. */
    public readonly usedAllowances: AllowedAccess[],
    /** What was to be let pass and is no difference. */
    public readonly unusedAllowances: AllowedAccess[],
  ) {}

  /** Whether there is new access, or may be. */
  public get hasNewAccess(): boolean {
    return this.allowed.length > 0 || this.undecided.length > 0;
  }

  /** In words, for a terminal. */
  public toText(): string {
    return differenceText(this);
  }

  /** As Markdown, for a pull request. */
  public toMarkdown(): string {
    return differenceMarkdown(this);
  }
}
