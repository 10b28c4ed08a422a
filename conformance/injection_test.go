package conformance

import (
	"istio.io/api/label"
	corev1 "k8s.io/api/core/v1"
)

// What Istio's injector adds to a pod, as far as Pod Security looks at it. Two platforms differ in who redirects the
// pod's traffic to its proxy: the CNI plugin on the node, so that the pod only checks that it was done, or a
// privileged init container of the pod.
type platform string

const (
	withCNI  platform = "with the CNI plugin"
	withInit platform = "with istio-init"
)

// proxyUser is the user and group of everything that Istio injects, unless it has to be root.
const proxyUser = int64(1337)

// inject returns the pod as it reaches Pod Security, which judges after all mutating webhooks.
func inject(pod corev1.PodSpec, on platform) corev1.PodSpec {
	injected := *pod.DeepCopy()
	redirect := redirectCheck()
	if on == withInit {
		redirect = redirectInit()
	}
	injected.InitContainers = append([]corev1.Container{redirect, proxy()}, injected.InitContainers...)
	injected.Volumes = append(injected.Volumes, proxyVolumes()...)
	return injected
}

// isInjected says whether the injector touches a pod of this namespace.
func isInjected(namespaceLabels map[string]string, pod corev1.PodTemplateSpec) bool {
	const injection = "istio-injection"
	wish, revision := label.SidecarInject.Name, label.IoIstioRev.Name
	if pod.Spec.HostNetwork || pod.Labels[wish] == "false" || pod.Annotations[wish] == "false" {
		return false
	}
	if value, labelled := namespaceLabels[injection]; labelled {
		return value == "enabled"
	}
	return namespaceLabels[revision] != "" || pod.Labels[wish] == "true" || pod.Labels[revision] != ""
}

// proxy is istio-proxy, a native sidecar. It names no seccomp profile of its own: the pod has to.
func proxy() corev1.Container {
	return corev1.Container{
		Name:            "istio-proxy",
		RestartPolicy:   ptr(corev1.ContainerRestartPolicyAlways),
		SecurityContext: unprivileged(),
	}
}

func redirectCheck() corev1.Container {
	return corev1.Container{Name: "istio-validation", SecurityContext: unprivileged()}
}

func redirectInit() corev1.Container {
	return corev1.Container{
		Name: "istio-init",
		SecurityContext: &corev1.SecurityContext{
			Privileged:               ptr(false),
			AllowPrivilegeEscalation: ptr(false),
			ReadOnlyRootFilesystem:   ptr(false),
			RunAsNonRoot:             ptr(false),
			RunAsUser:                ptr(int64(0)),
			RunAsGroup:               ptr(int64(0)),
			Capabilities: &corev1.Capabilities{
				Drop: []corev1.Capability{"ALL"},
				Add:  []corev1.Capability{"NET_ADMIN", "NET_RAW"},
			},
		},
	}
}

func unprivileged() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		Privileged:               ptr(false),
		AllowPrivilegeEscalation: ptr(false),
		ReadOnlyRootFilesystem:   ptr(true),
		RunAsNonRoot:             ptr(true),
		RunAsUser:                ptr(proxyUser),
		RunAsGroup:               ptr(proxyUser),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
}

func proxyVolumes() []corev1.Volume {
	return []corev1.Volume{
		{Name: "istio-envoy", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{Medium: corev1.StorageMediumMemory}}},
		{Name: "istio-data", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}},
		{Name: "istio-podinfo", VolumeSource: corev1.VolumeSource{DownwardAPI: &corev1.DownwardAPIVolumeSource{}}},
		{Name: "istio-token", VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{}}},
		{Name: "istiod-ca-cert", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{}}},
	}
}

func ptr[T any](value T) *T { return &value }
