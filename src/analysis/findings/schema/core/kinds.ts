import { checkClusterRole, checkClusterRoleBinding, checkRole, checkRoleBinding } from './access-control';
import { checkAutoscaler, checkDisruptionBudget } from './autoscaler';
import { checkConfigMap, checkSecret } from './configuration';
import { checkIngress } from './ingress';
import { checkCronJob, checkJob } from './jobs';
import { checkNetworkPolicy } from './network-policy';
import type { Place } from './place';
import { checkPod } from './pod';
import { checkService } from './service';
import { checkVolumeClaim } from './volume-claim';
import { checkDaemonSet, checkDeployment, checkReplicaSet, checkStatefulSet } from './workloads';
import type { NameRule } from '../formats/names';
import { dns1035Label, dnsLabel, dnsSubdomain, pathSegment } from '../formats/names';

/** What the API server checks in a kind of Kubernetes' own beyond the types of fields. */
export interface CoreKind {
  readonly namespaced: boolean;
  readonly name: NameRule;
  readonly check: (object: Place) => void;
}

const nothing = (): void => { /* its types and metadata are all there is */ };

export const CORE_CHECKS: Readonly<Record<string, CoreKind>> = {
  ClusterRole: { namespaced: false, name: pathSegment, check: checkClusterRole },
  ClusterRoleBinding: { namespaced: false, name: pathSegment, check: checkClusterRoleBinding },
  ConfigMap: { namespaced: true, name: dnsSubdomain, check: checkConfigMap },
  CronJob: { namespaced: true, name: dnsSubdomain, check: checkCronJob },
  DaemonSet: { namespaced: true, name: dnsSubdomain, check: checkDaemonSet },
  Deployment: { namespaced: true, name: dnsSubdomain, check: checkDeployment },
  HorizontalPodAutoscaler: { namespaced: true, name: dnsSubdomain, check: checkAutoscaler },
  Ingress: { namespaced: true, name: dnsSubdomain, check: checkIngress },
  Job: { namespaced: true, name: dnsSubdomain, check: checkJob },
  Namespace: { namespaced: false, name: dnsLabel, check: nothing },
  NetworkPolicy: { namespaced: true, name: dnsSubdomain, check: checkNetworkPolicy },
  PersistentVolumeClaim: { namespaced: true, name: dnsSubdomain, check: checkVolumeClaim },
  Pod: { namespaced: true, name: dnsSubdomain, check: checkPod },
  PodDisruptionBudget: { namespaced: true, name: pathSegment, check: checkDisruptionBudget },
  ReplicaSet: { namespaced: true, name: dnsSubdomain, check: checkReplicaSet },
  Role: { namespaced: true, name: pathSegment, check: checkRole },
  RoleBinding: { namespaced: true, name: pathSegment, check: checkRoleBinding },
  Secret: { namespaced: true, name: dnsSubdomain, check: checkSecret },
  Service: { namespaced: true, name: dns1035Label, check: checkService },
  ServiceAccount: { namespaced: true, name: dnsSubdomain, check: nothing },
  StatefulSet: { namespaced: true, name: dnsLabel, check: checkStatefulSet },
};
