import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/** Label the service account of a workload with its application, as the authors of demos do. */
export function labelAccount(workload: Construct, app: string): void {
  const account = workload.node.tryFindChild('ServiceAccount');
  account && ApiObject.of(account).metadata.addLabel('account', app);
}
