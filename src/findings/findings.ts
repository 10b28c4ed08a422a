import type { IConstruct } from 'constructs';
import { AppFindings } from './app-findings';

/**
 * What is found wrong in the manifests of a construct and of everything below it, at synth. Errors fail the synth, warnings are
 * printed; `Mesh` says otherwise with `findings`.
 */
export class Findings {
  /** The findings of a construct, and of everything below it. */
  public static of(construct: IConstruct): Findings {
    return new Findings(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /**
   * Let a finding pass. The objects that have it get an annotation that says so, which `cdk8s-istio check` honours. An
   * acknowledgement of what is not found here (any more) is an error.
   *
   * @param code the finding's own code, such as 'MESH0440'
   * @param reason why it may be, in one line, for whoever reviews it
   */
  public acknowledge(code: string, reason: string): void {
    AppFindings.of(this.construct).acknowledge(this.construct, code, reason);
  }
}
