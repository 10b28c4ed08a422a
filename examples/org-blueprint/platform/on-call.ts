import { ApiObject } from 'cdk8s';
import type { IConstruct, IMixin } from 'constructs';

/** Says of everything that makes pods who is called when it breaks: `namespace.with(new OnCall('payments'))`. */
export class OnCall implements IMixin {
  public constructor(private readonly rotation: string) {}

  public supports(construct: IConstruct): boolean {
    return ApiObject.isApiObject(construct) && ['Deployment', 'StatefulSet', 'DaemonSet'].includes(construct.kind);
  }

  public applyTo(construct: IConstruct): void {
    (construct as ApiObject).metadata.addAnnotation('acme.example/on-call', this.rotation);
  }
}
