import { App } from 'cdk8s';
import { Bookinfo } from '../../../src';
import type { AccessChange } from '../../../src/analysis/access-diff/access-change';
import type { AccessDifference } from '../../../src/analysis/access-diff/access-difference';
import type { AllowedAccess } from '../../../src/analysis/access-diff/allowed-access';
import { operationText } from '../../../src/analysis/access-table';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import { Manifests } from '../../_manifests';
import type { Json } from '../world';

/* Two versions of manifests, and what they differ in, short enough to be read in a test. */

let yaml: string | undefined;

/** Copies that a test may change. */
export class Version {
  public constructor(public objects: Json[]) {}

  public get(kind: string, name: string): Json & { spec: any; metadata: any } {
    return this.objects.find(one => one.kind === kind && one.metadata.name === name) as Json & { spec: any; metadata: any };
  }

  public drop(kind: string, ...names: string[]): this {
    this.objects = this.objects.filter(one => one.kind !== kind || !names.includes(one.metadata.name));
    return this;
  }

  public add(...objects: Json[]): this {
    this.objects.push(...objects);
    return this;
  }
}

/** Upstream's Bookinfo, as this library writes it. */
export function bookinfo(): Version {
  if (yaml === undefined) {
    const app = new App();
    new Bookinfo(app, 'bookinfo');
    yaml = app.synthYaml();
  }
  return new Version([...new Manifests(yaml).all]);
}

export function difference(before: readonly Json[], after: readonly Json[], allowed: AllowedAccess[] = []): AccessDifference {
  return MeshAccess.fromManifests([...after]).changesSince(MeshAccess.fromManifests([...before]), allowed);
}

/** `layer: clients -> callee ports: operations`. */
export function said({ layer, clients, callee, ports, operations }: AccessChange): string {
  return `${layer}: ${clients.map(({ text }) => text).join(', ')} -> ${callee} ${ports}: ${operations.map(operationText).join('; ')}`;
}

/** The object that decides in one of the versions: `Kind name`. */
export function object(change: AccessChange | undefined, side: 'before' | 'after'): string | undefined {
  const found = change?.example?.[side].object;
  return found === undefined ? undefined : `${found.kind} ${found.name}`;
}
