// Command coretypes prints the types of Kubernetes' own objects as the API server decodes them, as JSON: a table of nodes that
// refer to each other by index, and the index of every kind.
package main

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

type node struct {
	Type   string         `json:"type"`
	Fields map[string]int `json:"fields,omitempty"`
	Items  *int           `json:"items,omitempty"`
	Values *int           `json:"values,omitempty"`
}

var kinds = map[string]any{
	"v1/ConfigMap":                                    corev1.ConfigMap{},
	"v1/Namespace":                                    corev1.Namespace{},
	"v1/PersistentVolumeClaim":                        corev1.PersistentVolumeClaim{},
	"v1/Pod":                                          corev1.Pod{},
	"v1/Secret":                                       corev1.Secret{},
	"v1/Service":                                      corev1.Service{},
	"v1/ServiceAccount":                               corev1.ServiceAccount{},
	"apps/v1/DaemonSet":                               appsv1.DaemonSet{},
	"apps/v1/Deployment":                              appsv1.Deployment{},
	"apps/v1/ReplicaSet":                              appsv1.ReplicaSet{},
	"apps/v1/StatefulSet":                             appsv1.StatefulSet{},
	"autoscaling/v1/HorizontalPodAutoscaler":          autoscalingv1.HorizontalPodAutoscaler{},
	"autoscaling/v2/HorizontalPodAutoscaler":          autoscalingv2.HorizontalPodAutoscaler{},
	"batch/v1/CronJob":                                batchv1.CronJob{},
	"batch/v1/Job":                                    batchv1.Job{},
	"networking.k8s.io/v1/Ingress":                    networkingv1.Ingress{},
	"networking.k8s.io/v1/NetworkPolicy":              networkingv1.NetworkPolicy{},
	"policy/v1/PodDisruptionBudget":                   policyv1.PodDisruptionBudget{},
	"rbac.authorization.k8s.io/v1/ClusterRole":        rbacv1.ClusterRole{},
	"rbac.authorization.k8s.io/v1/ClusterRoleBinding": rbacv1.ClusterRoleBinding{},
	"rbac.authorization.k8s.io/v1/Role":               rbacv1.Role{},
	"rbac.authorization.k8s.io/v1/RoleBinding":        rbacv1.RoleBinding{},
}

// What decodes itself.
var special = map[reflect.Type]string{
	reflect.TypeOf(resource.Quantity{}):    "quantity",
	reflect.TypeOf(metav1.Time{}):          "time",
	reflect.TypeOf(metav1.MicroTime{}):     "micro-time",
	reflect.TypeOf(metav1.Duration{}):      "duration",
	reflect.TypeOf(metav1.FieldsV1{}):      "any",
	reflect.TypeOf(runtime.RawExtension{}): "any",
	reflect.TypeOf(intstr.IntOrString{}):   "int-or-string",
	reflect.TypeOf([]byte{}):               "bytes",
}

var (
	nodes   []*node
	indices = map[reflect.Type]int{}
)

func indexOf(t reflect.Type) int {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if index, known := indices[t]; known {
		return index
	}
	index, made := len(nodes), &node{}
	indices[t] = index
	nodes = append(nodes, made)
	fill(made, t)
	return index
}

func fill(made *node, t reflect.Type) {
	if name, is := special[t]; is {
		made.Type = name
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		made.Type, made.Fields = "object", map[string]int{}
		addFields(made.Fields, t)
	case reflect.Map:
		values := indexOf(t.Elem())
		made.Type, made.Values = "map", &values
	case reflect.Slice:
		items := indexOf(t.Elem())
		made.Type, made.Items = "list", &items
	case reflect.String:
		made.Type = "string"
	case reflect.Bool:
		made.Type = "boolean"
	case reflect.Int32:
		made.Type = "int32"
	case reflect.Int64:
		made.Type = "int64"
	default:
		panic(t.String())
	}
}

func addFields(fields map[string]int, t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous && name == "":
			addFields(fields, field.Type)
		case name == "" || name == "-":
			panic(t.String() + "." + field.Name)
		default:
			fields[name] = indexOf(field.Type)
		}
	}
}

func main() {
	// Of every object, custom resources too.
	roots := map[string]int{"ObjectMeta": indexOf(reflect.TypeOf(metav1.ObjectMeta{}))}
	for _, name := range sortedKeys(kinds) {
		roots[name] = indexOf(reflect.TypeOf(kinds[name]))
	}
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"kinds": roots, "nodes": nodes}); err != nil {
		panic(err)
	}
}

func sortedKeys(all map[string]any) []string {
	return slices.Sorted(maps.Keys(all))
}
