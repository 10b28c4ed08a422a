import { ApiObject, Chart } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-27';
import { Deployment, DeploymentStrategy, LabelSelector, ServiceAccount } from 'cdk8s-plus-27';
import type { Construct, IConstruct } from 'constructs';
import { readWorkload } from './existing-workload';
import { hardened } from './pod-hardening';
import type { PodTemplateProps } from './pod-template-props';
import { simpleContainer, withDefaults } from './workload-containers';
import type { WorkloadPort } from './workload-port';
import { claim } from '../private/claims';
import { dnsSubdomainProblem, labelValueProblem } from '../private/naming';
import type { PodTemplate } from '../private/pod-template';
import { withPodTemplate } from '../private/pod-template';
import { isPortNumber } from '../private/port-number';
import { Rendering } from '../private/rendering';

/** Where the pods stand in their service. */
export interface PodPlace {
  readonly app: string;
  readonly version: string;
  readonly serviceAccountName: string;
  readonly ports: readonly WorkloadPort[];
}

/** Pods with an identity: a ServiceAccount and a hardened Deployment, or an existing workload made to fit. */
export class WorkloadPods {
  public readonly problems: string[] = [];
  /** The workload's object. */
  public readonly object: ApiObject | undefined;
  public readonly deployment: Deployment | undefined;
  public readonly serviceAccount: IServiceAccount | undefined;
  public readonly serviceAccountName: string;
  /** Labels of the pods, as far as they are known from the start. */
  public readonly labels: { readonly [key: string]: string };
  /** Can the pods have a proxy at all? */
  public readonly injectable: boolean;

  public constructor(private readonly scope: Construct, props: PodTemplateProps, place: PodPlace) {
    const given = [props.image !== undefined && 'image', props.containers && 'containers', props.workload && 'workload'].filter(Boolean);
    if (given.length !== 1) {
      this.problems.push(given.length === 0
        ? "has nothing to run; give an 'image', 'containers' or an existing 'workload'."
        : `is given ${given.map(one => `'${one}'`).join(' and ')}; give one of them.`);
    }
    if (props.workload && (props.env ?? props.health ?? props.replicas ?? props.volumes ?? props.initContainers ?? props.deploymentName)) {
      this.problems.push("is given an existing 'workload', which says env, health, replicas, volumes, initContainers and its name itself; set them there.");
    }
    if (props.containers && (props.env ?? props.health)) {
      this.problems.push("is given 'env' or 'health' beside 'containers'; say them of the container (envVariables, readiness, liveness).");
    }
    if (props.image === '') {
      this.problems.push("image '' names no image; name one such as 'nginx:1.27'.");
    }
    if (props.health !== undefined && place.ports.length === 0) {
      this.problems.push(`is given 'health' ('${props.health}') and has no port to ask at; give it a port, or leave 'health' out.`);
    }
    if (props.serviceAccount && props.serviceAccountName !== undefined) {
      this.problems.push("is given 'serviceAccount' and 'serviceAccountName'; give one of them.");
    }
    this.problems.push(...[
      dnsSubdomainProblem('service account', props.serviceAccountName ?? place.serviceAccountName),
      labelValueProblem('version', place.version),
      ...Object.entries(props.podLabels ?? {}).map(([label, value]) => labelValueProblem(`pod label '${label}'`, value)),
      ...Object.entries({ app: place.app, version: place.version }).map(([label, wanted]) => ((props.podLabels?.[label] ?? wanted) === wanted
        ? undefined : `pod label '${label}' is given as '${props.podLabels![label]}', and selectors need '${wanted}'; leave it out.`)),
      ...[...props.containers ?? [], ...props.initContainers ?? []]
        .flatMap(container => [container.portNumber ?? container.port, ...(container.ports ?? []).map(port => port.number)])
        .map(port => (port === undefined || isPortNumber(port) ? undefined
          : `container port ${port} is not a port number; use 1 to 65535.`)),
    ].filter(problem => problem !== undefined));

    const existing = props.workload && readWorkload(props.workload);
    if (typeof existing === 'string') {
      this.problems.push(existing);
    }
    const found = typeof existing === 'object' ? existing : undefined;
    this.labels = { ...found?.labels, ...props.podLabels, app: place.app, version: place.version };
    this.serviceAccountName = props.serviceAccount?.name ?? props.serviceAccountName ?? found?.serviceAccountName ?? place.serviceAccountName;
    if (this.serviceAccountName === 'default') {
      this.problems.push("service account 'default' is what every pod has that names none, so it is no identity of its own; name another.");
    }
    // An account that the user hands over, or that the existing workload names, is somebody else's object.
    this.serviceAccount = props.serviceAccount ?? (found?.serviceAccountName === this.serviceAccountName ? undefined
      : new ServiceAccount(scope, 'ServiceAccount', { metadata: { name: this.serviceAccountName } }));
    this.injectable = !(found?.optedOutOfInjection ?? false) && !optsOutOfInjection(props);
    if (!props.serviceAccount) {
      claim(scope, `service account of namespace '${Chart.of(scope).namespace}'`, this.serviceAccountName,
        "whatever one of them may call, both may: give one of them another name, or share it on purpose with 'serviceAccount'");
    }
    if (props.hardening?.leaveAsIs && !props.workload) {
      this.problems.push("is told to leave its pods as they are ('leaveAsIs'), and there is no existing 'workload'; say what its image cannot bear.");
    }
    this.problems.push(...elsewhere(scope, 'service account', props.serviceAccount), ...elsewhere(scope, 'workload', props.workload));

    if (found) {
      for (const [label, wanted] of Object.entries({ app: place.app, version: place.version })) {
        if (found.labels[label] !== undefined && found.labels[label] !== wanted) {
          this.problems.push(`the pods of '${props.workload!.node.path}' carry '${label}: ${found.labels[label]}', and '${wanted}' is declared; declare what they carry.`);
        }
      }
      this.object = found.object;
    } else if (props.image !== undefined || props.containers) {
      this.deployment = this.createDeployment(scope, props, place);
      this.object = this.deployment.node.defaultChild as ApiObject;
    }
    if (this.object) {
      Rendering.of(this.object).transform(manifest => withPodTemplate(manifest, template => this.complete(template, props, place)));
    }
  }

  /** The Deployment; an error if there is none of our own. */
  public requireDeployment(): Deployment {
    if (!this.deployment) {
      throw new Error(`${this.scope.node.path}: has no Deployment of its own, since it is an existing workload or has nothing to run; use 'apiObject'.`);
    }
    return this.deployment;
  }

  /** The object that makes the pods; an error if there is none. */
  public requireObject(): ApiObject {
    if (!this.object) {
      throw new Error(`${this.scope.node.path}: has nothing to run; give an 'image', 'containers' or an existing 'workload'.`);
    }
    return this.object;
  }

  private createDeployment(scope: Construct, props: PodTemplateProps, place: PodPlace): Deployment {
    const labels = { app: place.app, version: place.version };
    const hardening = props.hardening ?? {};
    const containers = props.containers ?? [
      simpleContainer({ name: place.app, image: props.image!, env: props.env, health: props.health, ports: place.ports }),
    ];
    if (containers.length === 0) {
      this.problems.push("'containers' is empty; give at least one.");
    }
    const replicas = props.replicas ?? 1;
    if (!Number.isInteger(replicas) || replicas < 0) {
      this.problems.push(`replicas ${replicas} is not a number of pods; use a whole number from 0.`);
    }
    const name = props.deploymentName ?? `${place.app}-${place.version}`;
    this.problems.push(...[dnsSubdomainProblem('deployment', name)].filter(problem => problem !== undefined));
    const deployment = new Deployment(scope, 'Deployment', {
      metadata: { name, labels },
      replicas,
      select: false,
      strategy: DeploymentStrategy.rollingUpdate(),
      podMetadata: { labels: { ...props.podLabels, ...labels }, annotations: { ...props.podAnnotations } },
      serviceAccount: this.serviceAccount,
      automountServiceAccountToken: hardening.withoutServiceAccountToken === false,
      securityContext: { ensureNonRoot: hardening.runAsNonRoot ?? true, user: hardening.runAsUser },
      // The first container serves; the others stand beside it.
      containers: containers.map((container, i) => withDefaults(container, i === 0 ? place.ports : [], i === 0 ? place.app : `${place.app}-${i}`, hardening)),
      initContainers: props.initContainers?.map((container, i) => withDefaults(container, [], `init-${i}`, hardening)),
      volumes: props.volumes,
    });
    deployment.select(LabelSelector.of({ labels }));
    const unasked = containers.map((container, i) => (container.startup ? undefined : container.name ?? (i === 0 ? place.app : `${place.app}-${i}`)));
    Rendering.of(deployment.node.defaultChild as ApiObject).transform(manifest => withPodTemplate(manifest, template => ({
      ...template,
      spec: {
        ...template.spec,
        // cdk8s-plus gives a container 30 seconds to open its port, and kills it if it is slower.
        containers: template.spec.containers.map(({ startupProbe, ...container }: { startupProbe?: unknown; name: string }) =>
          (startupProbe === undefined || unasked.includes(container.name) ? container : { ...container, startupProbe })),
      },
    })));
    return deployment;
  }

  private complete(template: PodTemplate, props: PodTemplateProps, place: PodPlace): PodTemplate {
    const metadata = template.metadata ?? {};
    const complete: PodTemplate = {
      ...template,
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, ...props.podLabels, app: place.app, version: place.version },
        ...Object.keys(props.podAnnotations ?? {}).length > 0 ? { annotations: { ...metadata.annotations, ...props.podAnnotations } } : {},
      },
      spec: { ...template.spec, serviceAccountName: this.serviceAccountName },
    };
    return hardened(complete, props.hardening ?? {});
  }
}

function optsOutOfInjection({ podLabels, podAnnotations }: PodTemplateProps): boolean {
  return (podLabels?.['sidecar.istio.io/inject'] ?? podAnnotations?.['sidecar.istio.io/inject']) === 'false';
}

/** What is wrong with an object that is handed over: pods find it in their own namespace only. */
function elsewhere(scope: IConstruct, what: string, construct: IConstruct | undefined): string[] {
  const object = construct && [construct, construct.node.defaultChild].find(one => ApiObject.isApiObject(one)) as ApiObject | undefined;
  const [theirs, ours] = [object?.metadata.namespace, Chart.of(scope).namespace];
  return !object || theirs === ours ? [] : [
    `${what} '${construct.node.path}' is of namespace '${theirs}', and the pods are of '${ours}'; give one of the same namespace.`,
  ];
}
