import type { Construct } from 'constructs';
import { CanaryService } from './canary-service';
import type { CanaryServiceProps } from './canary-service-props';
import type { MirrorOptions } from './mirror';
import type { ICallee } from '../calls/callee';
import { Synthesis } from '../private/synthesis';

/** A service of which requests are copied to a mirror. */
export interface MirroredServiceProps extends CanaryServiceProps {}

/**
 * A service whose versions share its traffic, and of which one more, or another service, gets copies of the requests: what it
 * answers is dropped. The mirror admits the callers for the requests that they may send; what it calls itself it declares,
 * like any version.
 */
export class MirroredService extends CanaryService {
  private mirrors = 0;

  public constructor(scope: Construct, id: string, props: MirroredServiceProps) {
    super(scope, id, props);
    Synthesis.of(this).addCheck(this, () => (this.mirrors > 0 ? []
      : ['is a MirroredService, and nothing is mirrored; use mirrorTo(), or a CanaryService.']));
  }

  /**
   * Copies of requests go to a mirror too.
   *
   * @param target a version of the service, or another service
   */
  public mirrorTo(target: ICallee, options: MirrorOptions = {}): MirroredService {
    this.mirrors++;
    this.traffic.mirrorTo(target, options);
    return this;
  }
}
