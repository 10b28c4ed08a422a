import type { ApiObjectProps } from 'cdk8s';
import { ApiObject, Chart, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CertificateSpec, IssuerSpec } from './cert-manager-spec';
import { sorted } from './naming';
import type { NetworkPolicySpec } from './network-policy-spec';
import { plainManifest } from './plain-manifest';
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
    Rendering.ofOwn(this);
  }

  /** Is the object part of the output? */
  public get emitted(): boolean {
    return this.meshProps.emitted?.() ?? true;
  }

  public override toJson(): any {
    const rendered = (): Json => this.complete(plainManifest(this, this.meshProps.spec) ?? super.toJson() as Json);
    return this.emitted ? Rendering.of(this).render(rendered) : undefined;
  }

  /** The manifest with what its props say of metadata: not added to the object's own, since that may change until the next synth. */
  private complete(manifest: Json): Json {
    const { kind, namespace, annotations, labels } = this.meshProps;
    let all = manifest;
    if (kind === 'Namespace' || kind === 'ClusterIssuer') {
      // It is in no namespace; its chart says otherwise.
      const { metadata: { namespace: _, ...metadata }, ...rest } = all;
      all = { ...rest, metadata };
    }
    if (namespace) {
      all = { ...all, metadata: { ...all.metadata, namespace: namespace() } };
    }
    if (annotations) {
      all = annotated(all, annotations());
    }
    if (labels) {
      const { metadata, ...rest } = all;
      all = { ...rest, metadata: { ...metadata, labels: inOrder({ ...labels(), ...metadata.labels }) } };
    }
    return all;
  }
}

/** By these labels an object is found and pruned, when it has left the code; charts of ours say them for all that is in them. */
function pruneLabels(chart: Chart): { [label: string]: string } {
  return { 'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/part-of': partOf(chart), ...chart.labels };
}

const parts = new WeakMap<Chart, string>();

function partOf(chart: Chart): string {
  let part = parts.get(chart);
  if (part === undefined) {
    part = (chart.namespace ?? chart.node.id).replace(/[^A-Za-z0-9_.-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '').slice(0, 63).replace(/[^A-Za-z0-9]+$/, '');
    parts.set(chart, part);
  }
  return part;
}

function annotated(manifest: Json, ours: { readonly [key: string]: string }): Json {
  const { annotations, ...metadata } = manifest.metadata as Json;
  const all = { ...ours, ...annotations };
  return Object.keys(all).length === 0 ? manifest : { ...manifest, metadata: { ...metadata, annotations: inOrder(all) } };
}

function inOrder(values: { readonly [key: string]: string }): { [key: string]: string } {
  return Object.fromEntries(sorted(Object.entries(values), ([key]) => key));
}
