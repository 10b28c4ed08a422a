import type { Element } from '../model';

/** Whether what an object is exported to includes a namespace. `*` wins, then `~`, which hides it from all. */
export function exportedTo(element: Element, exportTo: readonly string[] | undefined, fallback: readonly string[], namespace: string): boolean {
  const list = exportTo === undefined || exportTo.length === 0 ? fallback : exportTo;
  if (list.includes('*')) { return true; }
  if (list.includes('~')) { return false; }
  return list.includes(namespace) || (list.includes('.') && element.namespace === namespace);
}
