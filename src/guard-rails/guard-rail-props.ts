/** Why there is a guard rail. */
export interface GuardRailProps {
  /** Why it is there, for whoever runs into it. It must say something. */
  readonly reason: string;
}
