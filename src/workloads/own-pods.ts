import type { ApiObject } from 'cdk8s';
import type { IServiceAccount, Workload } from 'cdk8s-plus-27';
import { LabelSelector } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { containerWith } from './apply-defaults';
import type { PodTemplateProps } from './pod-template-props';
import { simpleContainer, withDefaults } from './workload-containers';
import type { WorkloadController } from './workload-controller';
import type { WorkloadDefaults } from './workload-defaults';
import type { PodPlace } from './workload-pods';
import { dnsSubdomainProblem } from '../private/naming';
import { withPodTemplate } from '../private/pod-template';
import type { Json } from '../private/rendering';
import { Rendering } from '../private/rendering';

export interface OwnPods {
  readonly scope: Construct;
  readonly props: PodTemplateProps;
  readonly defaults: WorkloadDefaults;
  readonly place: PodPlace;
  readonly controller: WorkloadController;
  readonly serviceAccount?: IServiceAccount;
}

/** What was made; no workload where it cannot be made, which the problems then say. */
interface Made {
  readonly workload?: Workload;
  readonly problems: string[];
}

/** Makes the object that makes the pods. */
export function createOwnPods({ scope, props, defaults, place, controller, serviceAccount }: OwnPods): Made {
  const { _kind: kind } = controller;
  const hardening = props.hardening ?? {};
  const labels = { app: place.app, version: place.version };
  const containers = (props.containers ?? [simpleContainer({ ...props, name: place.app, image: props.image!, ports: place.ports })])
    .map(container => containerWith(defaults, container));
  const sidecars = (props.sidecarContainers ?? []).map((container, i) => ({ ...container, name: container.name ?? `sidecar-${i}` }));
  const probed = [...sidecars, ...props.initContainers ?? []].filter(({ readiness, liveness, startup }) => readiness ?? liveness ?? startup);
  const name = kind.name ?? (kind.kind === 'Deployment' ? props.deploymentName ?? `${place.app}-${place.version}` : place.app);
  const problems = [
    containers.length === 0 ? "'containers' is empty; give at least one." : undefined,
    ...numberProblems(props, controller),
    ...probed.map(({ image }) =>
      `the container of image '${image}' has a probe, and cdk8s-plus takes none of containers that start before the others; leave it out, or patch it in.`),
    dnsSubdomainProblem(kind.kind.toLowerCase(), name),
    kind.headless && place.ports.length === 0
      ? 'is a StatefulSet without a port, so there is no Service by which its pods get their names; give it a port.' : undefined,
    !kind.serves && place.ports.length > 0
      ? `is a ${kind.kind}, whose pods end, and has ports (${place.ports.map(({ port }) => port).join(', ')}), so that calls to it would fail by chance; leave the ports out, or let a Deployment serve them.` : undefined,
    kind.kind !== 'Deployment' && props.deploymentName !== undefined
      ? `is a ${kind.kind} and is given 'deploymentName'; name it with the options of its controller.` : undefined,
    ...controller._problems,
  ].filter(problem => problem !== undefined);
  if (controller._problems.length > 0 || (kind.headless && !place.service) || probed.length > 0) {
    return { problems };
  }
  const workload = kind.create({
    scope,
    replicas: props.replicas,
    service: place.service,
    props: {
      metadata: { name, labels },
      select: false,
      podMetadata: { labels: { ...props.podLabels, ...labels }, annotations: { ...props.podAnnotations } },
      serviceAccount,
      automountServiceAccountToken: hardening.withoutServiceAccountToken === false,
      securityContext: { ensureNonRoot: hardening.runAsNonRoot ?? true, user: hardening.runAsUser, fsGroup: hardening.fsGroup },
      // The first container serves; the others stand beside it.
      containers: containers.map((container, i) => withDefaults(container, i === 0 ? place.ports : [], i === 0 ? place.app : `${place.app}-${i}`, hardening)),
      // Those that keep running come first, so that they are there for the others.
      initContainers: [
        ...sidecars.map(container => withDefaults(containerWith(defaults, container), [], container.name, hardening)),
        ...(props.initContainers ?? []).map((container, i) => withDefaults(containerWith(defaults, container), [], `init-${i}`, hardening)),
      ],
      volumes: props.volumes,
    },
  });
  // A Job's selector is Kubernetes' own. What is not named after its version may change it, and selectors may not change.
  if (kind.serves) {
    workload.select(LabelSelector.of({ labels: kind.kind === 'Deployment' ? labels : { app: place.app } }));
  }
  const unasked = containers.map((container, i) => (container.startup ? undefined : container.name ?? (i === 0 ? place.app : `${place.app}-${i}`)));
  const rendering = Rendering.of(workload.node.defaultChild as ApiObject);
  rendering.transform(manifest => withReplicas(withoutStartupProbes(manifest, unasked), props.replicas ?? defaults.replicas));
  rendering.transform(manifest => keepingSidecars(manifest, sidecars.map(container => container.name)));
  if (kind.complete) {
    rendering.transform(kind.complete);
  }
  return { workload, problems };
}

function numberProblems({ replicas }: PodTemplateProps, { kind, _kind: { scales } }: WorkloadController): string[] {
  if (replicas !== undefined && !scales) {
    return [`is a ${kind} and is given ${replicas} replicas; ${kind === 'DaemonSet' ? 'it runs a pod on each node, leave them out' : "use 'parallelism' and 'completions' of its controller"}.`];
  }
  return replicas === undefined || (Number.isInteger(replicas) && replicas >= 0) ? []
    : [`replicas ${replicas} is not a number of pods; use a whole number from 0.`];
}

/** cdk8s-plus writes two, where the user does not say; and none, where an autoscaler says it. */
function withReplicas(manifest: Json, replicas = 1): Json {
  return manifest.spec.replicas === undefined ? manifest : { ...manifest, spec: { ...manifest.spec, replicas } };
}

/** cdk8s-plus gives a container 30 seconds to open its port, and kills it if it is slower; and those that start before the others may have none. */
function withoutStartupProbes(manifest: Json, containers: readonly (string | undefined)[]): Json {
  const without = ({ startupProbe: _, ...container }: Json): Json => container;
  return withPodTemplate(manifest, template => ({
    ...template,
    spec: {
      ...template.spec,
      containers: template.spec.containers.map((container: Json) => (containers.includes(container.name) ? without(container) : container)),
      ...template.spec.initContainers ? { initContainers: template.spec.initContainers.map(without) } : {},
    },
  }));
}

/** Containers that start before the others and keep running, of which cdk8s-plus knows nothing. */
function keepingSidecars(manifest: Json, names: readonly string[]): Json {
  return names.length === 0 ? manifest : withPodTemplate(manifest, template => ({
    ...template,
    spec: {
      ...template.spec,
      initContainers: template.spec.initContainers.map((container: Json) => (names.includes(container.name) ? { ...container, restartPolicy: 'Always' } : container)),
    },
  }));
}
