import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { PodSecurityLevel } from './pod-security';
import { RolloutStage } from './rollout-stage';
import type { SecureNamespace } from './secure-namespace';
import type { SecureNamespaceProps } from './secure-namespace-props';
import type { GatewayInstallation } from '../mesh/gateway-installation';
import { Mechanism } from '../mesh/mechanism';
import type { PlatformPeer } from '../mesh/platform-peer';
import { MtlsMode } from '../policies/mtls-mode';
import { sidecarHostProblems } from '../policies/sidecar';
import { unknownValueProblem } from '../private/known-values';
import { dnsLabelProblem, dnsSubdomainProblem, labelValueProblem } from '../private/naming';
import { workloadDefaultsProblems } from '../workloads/workload-defaults-problems';

/** Namespaces that Istio's injector passes over, whatever their labels say. */
const NEVER_INJECTED = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'];

/** What a namespace is beside its props. */
interface Surroundings {
  /** Is anything declared in it? */
  readonly hasMembers: boolean;
  readonly isNamespace: (chart: IConstruct) => boolean;
}

/** What is wrong with a namespace as it is declared. */
export function namespaceProblems(namespace: SecureNamespace, props: SecureNamespaceProps, { hasMembers, isNamespace }: Surroundings): string[] {
  const problems = [
    dnsLabelProblem('namespace', namespace.namespaceName),
    namespace.injection._problem,
    namespace.node.scope && Chart.isChart(namespace.node.scope)
      ? 'stands inside another chart, which would give it a file of no stable name; create it in the App.' : undefined,
    ...sidecarHostProblems(namespace.extraSidecarHosts),
    ...workloadDefaultsProblems(namespace.workloadDefaults),
    ...Object.keys(props.labels ?? {}).map(decidedElsewhere),
    ...Object.entries(props.labels ?? {}).map(([label, value]) => labelValueProblem(`label '${label}'`, value)),
    labelValueProblem('partOf', props.partOf ?? ''),
    unknownValueProblem('mTLS mode', props.mtls, MtlsMode),
    unknownValueProblem('rollout stage', props.rollout, RolloutStage),
    ...(props.enforce ?? []).map(mechanism => unknownValueProblem('mechanism', mechanism, Mechanism)),
    ...Object.values(props.podSecurity ?? {}).map(level => unknownValueProblem('Pod Security level', level, PodSecurityLevel)),
    namespace.namespaceName === namespace.mesh.rootNamespace && (namespace.owned || hasMembers)
      ? `namespace '${namespace.namespaceName}' is the mesh's root namespace, whose policies hold in every namespace; declare workloads in another, and use MeshDefaults for the mesh.` : undefined,
    namespace.injection.injects && NEVER_INJECTED.includes(namespace.namespaceName)
      ? `namespace '${namespace.namespaceName}' is one that Istio never injects; use another, or Injection.disabled().` : undefined,
    ...namespace.owned ? platformWithin(namespace) : [],
    ...namespace.node.findAll().map(construct => problemWithin(namespace, construct, isNamespace)),
  ];
  return problems.filter(problem => problem !== undefined);
}

/** Pods of the platform that the namespace's own policies would cut off. */
function platformWithin({ mesh, namespaceName }: SecureNamespace): string[] {
  const { dns, istiod, prometheus, telemetry, ingressGateways } = mesh.platform;
  const collectors = mesh.telemetryProviders.map(({ name, _collector: collector }): [string, string | undefined] =>
    [`telemetry provider '${name}'`, collector?.podNamespace(mesh.platform.clusterDomain)]);
  const peers: [string, PlatformPeer | GatewayInstallation][] = [
    ...dns.map((peer): [string, PlatformPeer] => ['DNS', peer]), ['istiod', istiod],
    ...mesh.platform._istioCsrPeers.map((peer): [string, PlatformPeer] => ['istio-csr', peer]),
    ...prometheus.map((peer): [string, PlatformPeer] => ['Prometheus', peer]),
    ...telemetry.map((peer): [string, PlatformPeer] => ['a telemetry collector', peer]),
    ...Object.entries(ingressGateways).map(([name, gateway]): [string, GatewayInstallation] => [`gateway '${name}'`, gateway]),
  ];
  const all = [...peers.map(([what, { namespace }]): [string, string | undefined] => [what, namespace]), ...collectors];
  return [...new Set(all.filter(([, namespace]) => namespace === namespaceName).map(([what]) =>
    `namespace '${namespaceName}' holds ${what} of the platform, which its policies would cut off; use another namespace, or 'adopt' this one.`))];
}

function problemWithin(namespace: SecureNamespace, construct: IConstruct, isNamespace: Surroundings['isNamespace']): string | undefined {
  if (Chart.isChart(construct)) {
    return construct === namespace || isNamespace(construct) ? undefined
      : `chart '${construct.node.path}' stands inside the namespace, and its objects would not be of it; create the chart in the App, or its objects here.`;
  }
  // Names that a user gave are the user's; those that follow from an id must be possible.
  const problem = ApiObject.isApiObject(construct) && construct.chart === namespace
    ? dnsSubdomainProblem(`the name of '${construct.node.path}'`, construct.name) : undefined;
  return problem !== undefined && (construct as ApiObject).name === namespace.generateObjectName(construct as ApiObject) ? problem : undefined;
}

/** What is wrong with a label that a user gives the Namespace: a prop decides it, and more than the label follows from that. */
function decidedElsewhere(label: string): string | undefined {
  const prop = label === 'istio-injection' || label === 'istio.io/rev' ? 'injection'
    : label.startsWith('pod-security.kubernetes.io/') ? 'podSecurity'
      : label === 'app.kubernetes.io/part-of' ? 'partOf'
        : label === 'app.kubernetes.io/managed-by' || label === 'kubernetes.io/metadata.name' ? '' : undefined;
  return prop === undefined ? undefined
    : `label '${label}' is not given with 'labels'; ${prop ? `use '${prop}', from which more than the label follows` : 'leave it out, it is set already'}.`;
}
