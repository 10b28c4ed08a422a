import type { ApiObject } from 'cdk8s';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Mesh } from './mesh';
import { Telemetry } from '../observability/telemetry';
import { MtlsMode } from '../policies/mtls-mode';
import { peerAuthentication } from '../policies/peer-authentication';
import { sidecar, sidecarHostProblems } from '../policies/sidecar';
import { claim } from '../private/claims';
import { unknownValueProblem } from '../private/known-values';
import { MeshObject } from '../private/mesh-object';
import { labelValueProblem } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** What holds for the whole mesh. */
export interface MeshDefaultsProps {
  /**
   * What proxies accept from callers where no namespace says otherwise.
   * @default MtlsMode.STRICT
   */
  readonly mtls?: MtlsMode;

  /**
   * Hosts that every proxy without a Sidecar of its own may know, as `namespace/host`.
   * @default - none: it reaches nothing
   */
  readonly sidecarHosts?: string[];

  /**
   * Do proxies write access logs? For more about them use `telemetry.accessLogs()`.
   * @default - true, unless `telemetry.accessLogs()` says otherwise: to the mesh's default providers, else to the standard output
   */
  readonly accessLogs?: boolean;
}

/**
 * Emits what holds for the whole mesh, into the root namespace: a PeerAuthentication, a Sidecar and a Telemetry. It belongs
 * into one app, that of the mesh's owner; `Mesh` only describes.
 */
export class MeshDefaults extends Chart {
  /** The PeerAuthentication of the mesh; not emitted if its mode is UNSET. */
  public readonly peerAuthentication: ApiObject;
  /** The Sidecar of every pod that no other Sidecar selects. */
  public readonly sidecar: ApiObject;
  /** What proxies tell of the traffic, in the whole mesh. */
  public readonly telemetry: Telemetry;

  public constructor(scope: Construct, id: string, props: MeshDefaultsProps = {}) {
    const rootNamespace = Mesh.of(scope).rootNamespace;
    super(scope, id, {
      namespace: rootNamespace,
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/part-of': id },
    });
    claim(this, 'the mesh-wide defaults of root namespace', rootNamespace, 'keep one of them');
    Synthesis.of(this).addCheck(this, () => [
      ...sidecarHostProblems(props.sidecarHosts ?? []),
      ...[unknownValueProblem('mTLS mode', props.mtls, MtlsMode), labelValueProblem('id', id)].filter(problem => problem !== undefined),
      ...Mesh.of(this).rootNamespace === rootNamespace ? [] : [
        `stands in namespace '${rootNamespace}', and the mesh's root namespace is '${Mesh.of(this).rootNamespace}'; create the Mesh before its MeshDefaults.`,
      ],
    ]);
    this.peerAuthentication = new MeshObject(this, 'PeerAuthentication', {
      kind: 'PeerAuthentication',
      name: 'default',
      spec: () => peerAuthentication(props.mtls ?? MtlsMode.STRICT),
      emitted: () => props.mtls !== MtlsMode.UNSET,
    });
    this.sidecar = new MeshObject(this, 'Sidecar', {
      kind: 'Sidecar',
      name: 'default',
      spec: () => sidecar({ calls: [], extraHosts: props.sidecarHosts ?? [] }),
    });
    this.telemetry = Telemetry._of({
      scope: this,
      name: 'mesh-default',
      mesh: () => Mesh.of(this),
      injected: () => true,
      accessLogs: props.accessLogs === undefined ? {} : undefined,
      everywhere: true,
    });
    if (props.accessLogs !== undefined) {
      this.telemetry.accessLogs(props.accessLogs ? {} : { disabled: true });
    }
  }
}
