export type { IpFamily } from './addresses';
export type { Connection } from './connection';
export type {
  AllowedPorts, Direction, DirectionBasis, DirectionDecision, NetworkPolicyDecision, PolicyRef, PortAccess, PortInterval, RuleRef, Verdict,
} from './decision';
export { NetworkPolicies } from './network-policies';
export type { NetworkPoliciesOptions, PolicyProblem } from './network-policies';
export type { ExternalPeer, NamedPort, NetworkPeer, PodPeer, Protocol } from './peers';
