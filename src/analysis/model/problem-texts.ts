import type { MeshModel } from './mesh-model';

/** What could not be read, one sentence each. */
export function problemTexts({ problems }: Pick<MeshModel, 'problems'>): string[] {
  return problems.map(({ object, message, origin }) =>
    [origin?.file === undefined ? undefined : `${origin.file}:${origin.line ?? 1}`, object, message].filter(part => part !== undefined).join(': '));
}
