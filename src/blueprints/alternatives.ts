/** Something to choose that decides something alone. */
export interface Alternative {
  readonly name: string;
  readonly decides: readonly string[];
}

/** Why a choice cannot stand beside those that are made already. */
export function rivalries(kind: string, choice: Alternative, made: readonly Alternative[]): string[] {
  return made.flatMap(other => choice.decides.filter(what => other.decides.includes(what)).map(what =>
    `${kind} '${other.name}' and '${choice.name}' both decide ${what}; choose one of them.`));
}
