import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Injection } from './injection';
import type { PodSecurity } from './pod-security';
import { PodSecurityLevel } from './pod-security';
import { podSecurityShortfalls } from './pod-security-standard';
import type { Mesh } from '../mesh/mesh';
import { podTemplateOf } from '../private/pod-template';
import type { Json } from '../private/rendering';
import type { Problems, SynthesizedObject } from '../private/synthesis';

/** The labels by which Pod Security is set. */
interface PodSecurityLabels {
  readonly [label: string]: string;
  readonly 'pod-security.kubernetes.io/enforce': PodSecurityLevel;
}

/**
 * The Pod Security labels of a namespace. Pods are judged after injection: without istio-cni every injected pod has an
 * init container that only `privileged` admits.
 */
export function podSecurityLabels(mesh: Mesh, injection: Injection, podSecurity: PodSecurity = {}): PodSecurityLabels {
  const bearsRestricted = mesh.platform.cni || !injection.injects;
  return {
    'pod-security.kubernetes.io/enforce': podSecurity.enforce
      ?? (bearsRestricted ? PodSecurityLevel.RESTRICTED : PodSecurityLevel.PRIVILEGED),
    'pod-security.kubernetes.io/warn': podSecurity.warn ?? PodSecurityLevel.RESTRICTED,
    'pod-security.kubernetes.io/audit': podSecurity.audit ?? PodSecurityLevel.RESTRICTED,
  };
}

/** What Pod Security sees of the proxy that injection adds. */
const PROXY: Json = {
  name: 'istio-proxy',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, runAsUser: 1337 },
};

/** What a namespace needs to tell of itself to be judged. */
interface JudgedNamespace extends Chart {
  readonly mesh: Mesh;
  readonly injection: Injection;
  readonly owned: boolean;
}

/** The pods that the API server would refuse, and a level that would refuse every pod. */
export function podSecurityProblems(namespace: JudgedNamespace, level: PodSecurityLevel, objects: readonly SynthesizedObject[]): Problems {
  const problems: Problems = new Map<IConstruct, string[]>();
  if (!namespace.owned || level === PodSecurityLevel.PRIVILEGED) {
    return problems;
  }
  if (namespace.injection.injects && !namespace.mesh.platform.cni) {
    problems.set(namespace, [
      `Pod Security enforces '${level}', and without istio-cni Istio's init container runs as root with NET_ADMIN, so every pod would be refused; install istio-cni and say so (Platform 'cni: true'), or leave 'enforce' to warn and audit.`,
    ]);
    return problems;
  }
  for (const { object, manifest } of objects) {
    const template = podTemplateOf(manifest);
    // The injected proxy brings no seccomp profile of its own.
    const proxy = namespace.injection.injects ? [PROXY] : [];
    const shortfalls = template
      ? podSecurityShortfalls({ ...template.spec, containers: [...template.spec.containers ?? [], ...proxy] }, level) : [];
    if (shortfalls.length > 0) {
      problems.set(object, [
        `Pod Security enforces '${level}' in namespace '${namespace.namespace}' and would refuse the pods: ${shortfalls.join('; ')}; harden the pod, or lower the namespace's level (podSecurity.enforce).`,
      ]);
    }
  }
  return problems;
}
