import type { IConstruct } from 'constructs';
import type { MeshObject } from '../private/mesh-object';
import { perApp } from '../private/per-app';

/** Which objects speak for a caller and for a callee, by their names in the call graph. */
export class PolicyIndex {
  public static of(scope: IConstruct): PolicyIndex {
    return perApp(scope, 'PolicyIndex', () => new PolicyIndex());
  }

  private readonly byCaller = new Map<string, MeshObject[]>();
  private readonly byCallee = new Map<string, MeshObject[]>();

  private constructor() {}

  public addCaller(name: string, ...objects: MeshObject[]): void {
    append(this.byCaller, name, objects);
  }

  public addCallee(name: string, ...objects: MeshObject[]): void {
    append(this.byCallee, name, objects);
  }

  public callerObjects(name: string): MeshObject[] {
    return this.byCaller.get(name) ?? [];
  }

  public calleeObjects(name: string): MeshObject[] {
    return this.byCallee.get(name) ?? [];
  }
}

function append(index: Map<string, MeshObject[]>, name: string, objects: readonly MeshObject[]): void {
  const known = index.get(name);
  if (known === undefined) { index.set(name, [...objects]); } else { known.push(...objects); }
}
