const NAME = /^[^[\]*]+(\[[^[\]*]+\])*$/;

/** The key by which policies look at a claim: 'groups' is `request.auth.claims[groups]`, 'realm[roles]' an inner one. */
export function claimKey(claim: string): string {
  const first = claim.indexOf('[');
  return first === -1 ? `request.auth.claims[${claim}]` : `request.auth.claims[${claim.slice(0, first)}]${claim.slice(first)}`;
}

export function claimProblems(claim: string): string[] {
  return NAME.test(claim) ? [] : [`'${claim}' is no claim's name; use a name such as 'groups', and 'realm[roles]' for one inside of another.`];
}
