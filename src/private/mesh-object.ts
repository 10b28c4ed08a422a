import type { ApiObjectProps } from 'cdk8s';
import { ApiObject, Chart, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CertificateSpec, IssuerSpec } from './cert-manager-spec';
import { sorted } from './naming';
import type { NetworkPolicySpec } from './network-policy-spec';
import type { Json } from './rendering';
import { Rendering } from './rendering';
import type { Wire } from './wire';
import type { DestinationRuleSpec, GatewaySpec, ServiceEntrySpec, SidecarSpec, VirtualServiceSpec, WorkloadEntrySpec, WorkloadGroupSpec } from '../../imports/networking.istio.io';
import type { AuthorizationPolicySpec, PeerAuthenticationSpec, RequestAuthenticationSpec } from '../../imports/security.istio.io';
import type { TelemetrySpec } from '../../imports/telemetry.istio.io';

/** The kinds that we write, with the type of their spec as it stands on the wire. */
export interface MeshKinds {
  readonly Namespace: undefined;
  readonly AuthorizationPolicy: Wire<AuthorizationPolicySpec>;
  readonly PeerAuthentication: Wire<PeerAuthenticationSpec>;
  readonly RequestAuthentication: Wire<RequestAuthenticationSpec>;
  readonly Sidecar: Wire<SidecarSpec>;
  readonly VirtualService: Wire<VirtualServiceSpec>;
  readonly DestinationRule: Wire<DestinationRuleSpec>;
  readonly Gateway: Wire<GatewaySpec>;
  readonly ServiceEntry: Wire<ServiceEntrySpec>;
  readonly WorkloadEntry: Wire<WorkloadEntrySpec>;
  readonly WorkloadGroup: Wire<WorkloadGroupSpec>;
  readonly Telemetry: Wire<TelemetrySpec>;
  readonly NetworkPolicy: NetworkPolicySpec;
  readonly Certificate: CertificateSpec;
  readonly Issuer: IssuerSpec;
  readonly ClusterIssuer: IssuerSpec;
}

const API_VERSIONS: { readonly [K in keyof MeshKinds]: string } = {
  Namespace: 'v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  Gateway: 'networking.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  WorkloadEntry: 'networking.istio.io/v1',
  WorkloadGroup: 'networking.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Certificate: 'cert-manager.io/v1',
  Issuer: 'cert-manager.io/v1',
  ClusterIssuer: 'cert-manager.io/v1',
};

export interface MeshObjectProps<K extends keyof MeshKinds> {
  readonly kind: K;
  readonly name: string;
  /** The namespace, asked for when the object is rendered; that of the chart if left out. */
  readonly namespace?: () => string;
  /** Labels, asked for when the object is rendered. */
  readonly labels?: () => { readonly [key: string]: string };
  /** Annotations, asked for when the object is rendered. */
  readonly annotations?: () => { readonly [key: string]: string };
  /** The spec, asked for when the object is rendered: everything declared by then is in it. */
  readonly spec?: () => MeshKinds[K];
  /** Is the object part of the output? Asked when it is rendered, since mesh and namespace may decide it later. */
  readonly emitted?: () => boolean;
}

/**
 * An object of ours: there from the beginning, so that it can be found and patched; its content is made at synth.
 */
export class MeshObject<K extends keyof MeshKinds = keyof MeshKinds> extends ApiObject {
  private readonly meshProps: MeshObjectProps<K>;

  public constructor(scope: Construct, id: string, props: MeshObjectProps<K>) {
    super(scope, id, {
      apiVersion: API_VERSIONS[props.kind],
      kind: props.kind,
      metadata: { name: props.name, labels: pruneLabels(Chart.of(scope)) },
      ...props.spec ? { spec: Lazy.any({ produce: props.spec }) } : {},
    } as ApiObjectProps);
    this.meshProps = props;
    if (props.kind === 'Namespace' || props.kind === 'ClusterIssuer') {
      // It is in no namespace; its chart says otherwise.
      Rendering.of(this).transform(({ metadata: { namespace, ...metadata }, ...manifest }) => ({ ...manifest, metadata }));
    }
    if (props.namespace) {
      const { namespace } = props;
      Rendering.of(this).transform(manifest => ({ ...manifest, metadata: { ...manifest.metadata, namespace: namespace() } }));
    }
    const { annotations } = props;
    if (annotations) {
      Rendering.of(this).transform(manifest => ({ ...manifest, metadata: annotated(manifest.metadata, annotations()) }));
    }
    if (props.labels) {
      // Not added to the object's own metadata: what mesh and namespace say may change until the next synth.
      Rendering.of(this).transform(({ metadata, ...manifest }) => (
        { ...manifest, metadata: { ...metadata, labels: this.labelled(metadata.labels) } }));
    }
  }

  /** Is the object part of the output? */
  public get emitted(): boolean {
    return this.meshProps.emitted?.() ?? true;
  }

  public override toJson(): any {
    if (!this.emitted) {
      return undefined;
    }
    return super.toJson();
  }

  private labelled(given: { readonly [key: string]: string }): { [key: string]: string } {
    return Object.fromEntries(sorted(Object.entries({ ...this.meshProps.labels?.(), ...given }), ([key]) => key));
  }
}

/** By these labels an object is found and pruned, when it has left the code; charts of ours say them for all that is in them. */
function pruneLabels(chart: Chart): { [label: string]: string } {
  const partOf = (chart.namespace ?? chart.node.id).replace(/[^A-Za-z0-9_.-]/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 63).replace(/[^A-Za-z0-9]+$/, '');
  return { 'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/part-of': partOf, ...chart.labels };
}

function annotated({ annotations, ...metadata }: Json, ours: { readonly [key: string]: string }): Json {
  const all = sorted(Object.entries({ ...ours, ...annotations }), ([key]) => key);
  return { ...metadata, ...all.length > 0 ? { annotations: Object.fromEntries(all) } : {} };
}
