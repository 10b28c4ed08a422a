import { ApiObject, Chart } from 'cdk8s';
import type { IServiceAccount, Service, Workload } from 'cdk8s-plus-27';
import { Deployment, ServiceAccount, StatefulSet } from 'cdk8s-plus-27';
import type { Construct, IConstruct } from 'constructs';
import { defaultsFor, withWorkloadDefaults } from './apply-defaults';
import { readWorkload } from './existing-workload';
import { createOwnPods } from './own-pods';
import { hardened } from './pod-hardening';
import type { PodTemplateProps } from './pod-template-props';
import { endingWithTheirWork } from './proxy-lifetime';
import { WorkloadController } from './workload-controller';
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
  /** Does the namespace give its pods proxies? */
  readonly injects: boolean;
  /** What makes them. @default - a Deployment, or the existing workload */
  readonly controller?: WorkloadController;
  /** The Service by which pods get names of their own. @default - none */
  readonly service?: Service;
}

/** Pods with an identity: a ServiceAccount and a hardened Deployment, or an existing workload made to fit. */
export class WorkloadPods {
  public readonly problems: string[] = [];
  /** The workload's object. */
  public readonly object: ApiObject | undefined;
  /** What makes the pods, if it is our own. */
  public readonly own: Workload | undefined;
  public readonly serviceAccount: IServiceAccount | undefined;
  public readonly serviceAccountName: string;
  /** Labels of the pods, as far as they are known from the start. */
  public readonly labels: { readonly [key: string]: string };
  /** Can the pods have a proxy at all? */
  public readonly injectable: boolean;

  public constructor(private readonly scope: Construct, said: PodTemplateProps, place: PodPlace) {
    const defaults = defaultsFor(scope);
    const props = withWorkloadDefaults(defaults, said);
    const given = [props.image !== undefined && 'image', props.containers && 'containers', props.workload && 'workload'].filter(Boolean);
    if (given.length !== 1) {
      this.problems.push(given.length === 0
        ? "has nothing to run; give an 'image', 'containers' or an existing 'workload'."
        : `is given ${given.map(one => `'${one}'`).join(' and ')}; give one of them.`);
    }
    const { env, envVariables, envFrom, volumeMounts, health, replicas, volumes, initContainers, sidecarContainers, deploymentName } = props;
    const ofOneContainer = setOf({ env, envVariables, envFrom, volumeMounts, health });
    const { controller } = place;
    const ofOurs = [...ofOneContainer, ...setOf({ replicas, volumes, initContainers, sidecarContainers, deploymentName, controller })];
    if (props.workload && ofOurs.length > 0) {
      this.problems.push(`is given an existing 'workload' and ${listed(ofOurs)}, which its manifest says itself; set them there.`);
    }
    if (props.containers && ofOneContainer.length > 0) {
      this.problems.push(`is given ${listed(ofOneContainer)} beside 'containers'; say them of the container (envVariables, volumeMounts, readiness, liveness).`);
    }
    const twice = Object.keys(env ?? {}).filter(name => envVariables?.[name]);
    if (twice.length > 0) {
      this.problems.push(`environment variable ${listed(twice)} is given in 'env' and in 'envVariables'; give each in one of them.`);
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
      ...props.podLabels ? podLabelProblems(props.podLabels, place) : [],
      ...[...props.containers ?? [], ...sidecarContainers ?? [], ...initContainers ?? []]
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
      const { workload, problems } = createOwnPods({
        scope, props, defaults, place, controller: place.controller ?? WorkloadController.deployment(), serviceAccount: this.serviceAccount,
      });
      this.problems.push(...problems);
      this.own = workload;
      this.object = workload?.node.defaultChild as ApiObject | undefined;
    }
    if (this.object) {
      Rendering.of(this.object).transform(manifest => withPodTemplate(manifest, template =>
        endingWithTheirWork(this.complete(template, props, place), manifest.kind, place.injects && this.injectable)));
    }
  }

  /** The Deployment; an error if there is none of our own. */
  public requireDeployment(): Deployment {
    return this.require('Deployment', own => (own instanceof Deployment ? own : undefined));
  }

  /** The StatefulSet; an error if there is none of our own. */
  public requireStatefulSet(): StatefulSet {
    return this.require('StatefulSet', own => (own instanceof StatefulSet ? own : undefined));
  }

  /** What makes the pods; an error if it is not our own. */
  public requireOwn(): Workload {
    return this.require('controller', own => own);
  }

  /** The object that makes the pods; an error if there is none. */
  public requireObject(): ApiObject {
    if (!this.object) {
      throw new Error(`${this.scope.node.path}: has nothing to run; give an 'image', 'containers' or an existing 'workload'.`);
    }
    return this.object;
  }

  private require<T extends Workload>(what: string, pick: (own: Workload) => T | undefined): T {
    const found = this.own && pick(this.own);
    if (!found) {
      throw new Error(`${this.scope.node.path}: has no ${what} of its own, since it is ${this.own ? `a ${this.object!.kind}` : 'an existing workload or has nothing to run'}; use 'apiObject'.`);
    }
    return found;
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

function podLabelProblems(labels: { readonly [label: string]: string }, { app, version }: PodPlace): (string | undefined)[] {
  return [
    ...Object.entries(labels).map(([label, value]) => labelValueProblem(`pod label '${label}'`, value)),
    ...Object.entries({ app, version }).map(([label, wanted]) => ((labels[label] ?? wanted) === wanted
      ? undefined : `pod label '${label}' is given as '${labels[label]}', and selectors need '${wanted}'; leave it out.`)),
  ];
}

function setOf(props: { readonly [name: string]: unknown }): string[] {
  return Object.keys(props).filter(name => props[name] !== undefined);
}

function listed(names: readonly string[]): string {
  return names.map(name => `'${name}'`).join(', ');
}

function optsOutOfInjection({ podLabels, podAnnotations }: PodTemplateProps): boolean {
  return (podLabels?.['sidecar.istio.io/inject'] ?? podAnnotations?.['sidecar.istio.io/inject']) === 'false';
}

/** What is wrong with an object that is handed over: pods find it in their own namespace only. */
function elsewhere(scope: IConstruct, what: string, construct: IConstruct | undefined): string[] {
  if (!construct) { return []; }
  const object = [construct, construct.node.defaultChild].find(one => ApiObject.isApiObject(one)) as ApiObject | undefined;
  const [theirs, ours] = [object?.metadata.namespace, Chart.of(scope).namespace];
  return !object || theirs === ours ? [] : [
    `${what} '${construct.node.path}' is of namespace '${theirs}', and the pods are of '${ours}'; give one of the same namespace.`,
  ];
}
