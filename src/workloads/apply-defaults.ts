import type { ContainerProps } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import type { PodTemplateProps } from './pod-template-props';
import type { WorkloadDefaults } from './workload-defaults';
import { Mesh } from '../mesh/mesh';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { Synthesis } from '../private/synthesis';

/** What workloads declared at a place are like unless they say otherwise. */
export function defaultsFor(scope: IConstruct): WorkloadDefaults {
  const mesh = Mesh.of(scope);
  Synthesis.of(scope).addCheck(scope, () => (Mesh.of(scope) === mesh || Object.keys(Mesh.of(scope).workloadDefaults).length === 0 ? []
    : [`is declared before '${Mesh.of(scope).node.path}', whose 'workloadDefaults' came too late for it; create the Mesh first.`]));
  return join(mesh.workloadDefaults, SecureNamespace._of(scope).workloadDefaults);
}

/** The workload's own words, and the defaults where it says nothing. */
export function withWorkloadDefaults(defaults: WorkloadDefaults, props: PodTemplateProps): PodTemplateProps {
  const { podLabels, podAnnotations, hardening } = join(defaults, props);
  return { ...props, ...podLabels ? { podLabels } : {}, ...podAnnotations ? { podAnnotations } : {}, ...hardening ? { hardening } : {} };
}

/** The container's own words, and the defaults where it says nothing. */
export function containerWith({ resources, imagePullPolicy }: WorkloadDefaults, container: ContainerProps): ContainerProps {
  return { ...container, resources: container.resources ?? resources, imagePullPolicy: container.imagePullPolicy ?? imagePullPolicy };
}

type Joinable = Pick<WorkloadDefaults, 'podLabels' | 'podAnnotations' | 'hardening'>;

function join<T extends Joinable>(wider: WorkloadDefaults, nearer: T): WorkloadDefaults & T {
  const said = Object.fromEntries(Object.entries(nearer).filter(([, value]) => value !== undefined));
  const joined = (field: keyof Joinable): object =>
    (wider[field] || nearer[field] ? { [field]: { ...wider[field], ...nearer[field] } } : {});
  return { ...wider, ...said, ...joined('podLabels'), ...joined('podAnnotations'), ...joined('hardening') } as WorkloadDefaults & T;
}
