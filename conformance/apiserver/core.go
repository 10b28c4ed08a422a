package main

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage/names"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	apiservice "k8s.io/kubernetes/pkg/api/service"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	core "k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
)

var coreStrategies = map[string]rest.RESTCreateStrategy{
	"v1/ConfigMap":                                    configmap.Strategy,
	"v1/Namespace":                                    namespace.Strategy,
	"v1/PersistentVolumeClaim":                        persistentvolumeclaim.Strategy,
	"v1/Pod":                                          pod.Strategy,
	"v1/Secret":                                       secret.Strategy,
	"v1/Service":                                      service.Strategy,
	"v1/ServiceAccount":                               serviceaccount.Strategy,
	"apps/v1/DaemonSet":                               daemonset.Strategy,
	"apps/v1/Deployment":                              deployment.Strategy,
	"apps/v1/ReplicaSet":                              replicaset.Strategy,
	"apps/v1/StatefulSet":                             statefulset.Strategy,
	"autoscaling/v1/HorizontalPodAutoscaler":          horizontalpodautoscaler.Strategy,
	"autoscaling/v2/HorizontalPodAutoscaler":          horizontalpodautoscaler.Strategy,
	"batch/v1/CronJob":                                cronjob.Strategy,
	"batch/v1/Job":                                    job.Strategy,
	"networking.k8s.io/v1/Ingress":                    ingress.Strategy,
	"networking.k8s.io/v1/NetworkPolicy":              networkpolicy.Strategy,
	"policy/v1/PodDisruptionBudget":                   poddisruptionbudget.Strategy,
	"rbac.authorization.k8s.io/v1/ClusterRole":        clusterrole.Strategy,
	"rbac.authorization.k8s.io/v1/ClusterRoleBinding": clusterrolebinding.Strategy,
	"rbac.authorization.k8s.io/v1/Role":               role.Strategy,
	"rbac.authorization.k8s.io/v1/RoleBinding":        rolebinding.Strategy,
}

var strictCodecs = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)

func createCore(object []byte, apiVersion, kind string, strategy rest.RESTCreateStrategy) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("the API server panics: %v", panicked)
		}
	}()
	gv, err := schema.ParseGroupVersion(apiVersion)
	if err != nil {
		return err
	}
	decoder := strictCodecs.DecoderToVersion(strictCodecs.UniversalDeserializer(), schema.GroupVersion{Group: gv.Group, Version: runtime.APIVersionInternal})
	decoded, _, err := decoder.Decode(object, nil, nil)
	if err != nil {
		return err
	}
	accessor, err := meta.Accessor(decoded)
	if err != nil {
		return err
	}
	fillMeta(accessor)
	if service, is := decoded.(*core.Service); is {
		allocate(service)
	}
	ctx := requestContext(context.Background(), gv.WithKind(kind), accessor, strategy.NamespaceScoped())
	return rest.BeforeCreate(strategy, ctx, decoded)
}

// allocate does what the storage of Services does to them before they are validated.
func allocate(service *core.Service) {
	if service.Spec.ClusterIP != "" && len(service.Spec.ClusterIPs) == 0 {
		service.Spec.ClusterIPs = []string{service.Spec.ClusterIP}
	}
	if apiservice.NeedsHealthCheck(service) && service.Spec.HealthCheckNodePort == 0 {
		service.Spec.HealthCheckNodePort = 32000
	}
}

// fillMeta does what the handler of requests does to every object before its strategy sees it.
func fillMeta(object metav1.Object) {
	rest.FillObjectMetaSystemFields(object)
	if object.GetGenerateName() != "" && object.GetName() == "" {
		object.SetName(names.SimpleNameGenerator.GenerateName(object.GetGenerateName()))
	}
}

// requestContext is that of a request to the namespace of the object, which kubectl takes for the request's.
func requestContext(ctx context.Context, gvk schema.GroupVersionKind, object metav1.Object, namespaced bool) context.Context {
	name := metav1.NamespaceNone
	if namespaced {
		name = metav1.NamespaceDefault
		if object.GetNamespace() != "" {
			name = object.GetNamespace()
		}
	}
	ctx = request.WithNamespace(ctx, name)
	return request.WithRequestInfo(ctx, &request.RequestInfo{IsResourceRequest: true, Verb: "create", APIGroup: gvk.Group, APIVersion: gvk.Version, Namespace: name})
}
