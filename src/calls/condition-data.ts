/** A condition as policies write it: one of the values holds, and none of the others. */
export interface ConditionData {
  readonly key: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

/** None of the values in place of one of them, or the other way round. */
export function opposite({ key, values, notValues }: ConditionData): ConditionData {
  return { key, ...values ? { notValues: values } : { values: notValues } };
}

/** What is asked of a call besides, and what is wrong with it. */
export interface Further {
  readonly conditions: readonly ConditionData[];
  readonly problems: readonly string[];
}

/** What is wrong with the values of a condition. */
export function conditionProblems(what: string, values: readonly string[]): string[] {
  return [
    ...values.length === 0 ? [`${what} names no value, and no request would meet it; name at least one.`] : [],
    ...values.some(value => value === '') ? [`${what} names an empty value, which Istio refuses; leave it out.`] : [],
    ...values.filter(value => /\*/.test(value.slice(1, -1))).map(value =>
      `${what}: '${value}' has an asterisk in its middle, which would be compared as it stands; begin or end with it.`),
  ];
}
