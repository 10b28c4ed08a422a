import type { ContainerSecurityContextProps } from 'cdk8s-plus-27';
import type { PodTemplate } from '../private/pod-template';
import type { Json } from '../private/rendering';

/**
 * What a pod gives up beside what it was made for; everything is given up unless the image cannot bear it. Each exception
 * is one to the Pod Security Standard `restricted`, but for the read-only root file system, which goes beyond it.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export interface PodHardening {
  /**
   * Refuse to run as root.
   * @default true
   */
  readonly runAsNonRoot?: boolean;

  /**
   * Drop every capability.
   * @default true
   */
  readonly dropCapabilities?: boolean;

  /**
   * Refuse to gain privileges.
   * @default true
   */
  readonly preventPrivilegeEscalation?: boolean;

  /**
   * Mount the root file system read-only.
   * @default true
   */
  readonly readOnlyRootFilesystem?: boolean;

  /**
   * Confine system calls to the container runtime's default profile.
   * @default true
   */
  readonly seccomp?: boolean;

  /**
   * Numeric user of every container that names none.
   * @default - the image's
   */
  readonly runAsUser?: number;

  /**
   * Numeric group that owns the pod's volumes, so that a user who is not root can write to them.
   * @default - none
   */
  readonly fsGroup?: number;

  /**
   * Mount no token for the Kubernetes API.
   * @default true
   */
  readonly withoutServiceAccountToken?: boolean;

  /**
   * Leave the pods of an existing workload as its manifest has them: nothing of the above is filled in.
   * @default false
   */
  readonly leaveAsIs?: boolean;
}

/**
 * Hardens a pod template wherever it does not say otherwise itself.
 *
 * The seccomp profile belongs at pod level: the injected proxy has none of its own.
 */
export function hardened(template: PodTemplate, hardening: PodHardening): PodTemplate {
  if (hardening.leaveAsIs) {
    return template;
  }
  const spec = template.spec;
  const containers = (list: Json[]) => list.map(container => hardenedContainer(container, hardening));
  return {
    ...template,
    spec: {
      ...spec,
      automountServiceAccountToken: spec.automountServiceAccountToken ?? hardening.withoutServiceAccountToken === false,
      securityContext: {
        runAsNonRoot: hardening.runAsNonRoot ?? true,
        ...hardening.runAsUser !== undefined ? { runAsUser: hardening.runAsUser } : {},
        ...hardening.fsGroup !== undefined ? { fsGroup: hardening.fsGroup } : {},
        ...hardening.seccomp !== false ? { seccompProfile: { type: 'RuntimeDefault' } } : {},
        ...spec.securityContext,
      },
      containers: containers(spec.containers ?? []),
      ...spec.initContainers ? { initContainers: containers(spec.initContainers) } : {},
    },
  };
}

function hardenedContainer(container: Json, hardening: PodHardening): Json {
  const security: Json = container.securityContext ?? {};
  const drop = security.capabilities?.drop ?? (hardening.dropCapabilities === false ? undefined : ['ALL']);
  return {
    ...container,
    securityContext: {
      allowPrivilegeEscalation: hardening.preventPrivilegeEscalation === false,
      readOnlyRootFilesystem: hardening.readOnlyRootFilesystem ?? true,
      runAsNonRoot: hardening.runAsNonRoot ?? true,
      ...security,
      ...drop ? { capabilities: { ...security.capabilities, drop } } : {},
    },
  };
}

/** The same choices where cdk8s-plus would otherwise write its own, for one container. */
export function containerSecurity(hardening: PodHardening): ContainerSecurityContextProps {
  return {
    ensureNonRoot: hardening.runAsNonRoot ?? true,
    readOnlyRootFilesystem: hardening.readOnlyRootFilesystem ?? true,
    allowPrivilegeEscalation: hardening.preventPrivilegeEscalation === false,
  };
}
