import { join } from 'node:path';
import { Size, Yaml } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { SERVICE_PORT } from './acme-service';
import { Access, Callees, Callers, Mesh, Platform } from 'cdk8s-istio';

export interface AcmeMeshProps {
  /**
   * Manifests of other teams, to be proved together with those of the app.
   * @default - what other teams deploy is taken for granted, as their contracts say it
   */
  readonly context?: any[];
}

/** The mesh as it is at Acme, and what must stay so, whoever declares or patches what. */
export class AcmeMesh extends Mesh {
  public constructor(scope: Construct, { context = [] }: AcmeMeshProps = {}) {
    super(scope, 'mesh', {
      trustDomain: 'acme.example',
      platform: Platform.istioctl({ cni: true }),
      workloadDefaults: {
        replicas: 2,
        resources: { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) } },
      },
      context: [...Yaml.load(join(__dirname, 'istio-system.yaml')), ...context],
    });
    this.never(Access.of({ from: Callers.withoutIdentity(), to: Callees.everything() }), { reason: 'nobody calls anything in plain text' });
    this.never(Access.of({ from: Callers.everyone(), to: Callees.everything(), port: SERVICE_PORT, paths: ['/internal/*'] }), {
      reason: 'what is internal stays in its pod',
    });
  }
}
