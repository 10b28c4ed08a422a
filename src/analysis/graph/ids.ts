/** The id of something by its kind and names: two things have the same id only if they are the same. */
export function idOf(kind: string, ...names: readonly string[]): string {
  return [kind, ...names.map(name => name.replace(/[%/]/g, encodeURIComponent))].join('/');
}

export function workloadId({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return idOf('workload', namespace, name);
}
