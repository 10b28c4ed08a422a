/** Why a difference is accepted. */
export interface AcknowledgementProps {
  /** Why it is accepted, for whoever reviews it. It must say something. */
  readonly reason: string;
}
