package conformance

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// lowered lists the namespaces, as example/folder/namespace, that are meant to stay below `restricted`.
var lowered = map[string]api.Level{
	// The image of its database begins as root.
	"travel-demo/dist/travel-agency": api.LevelBaseline,
}

// TestPodSecurity asks the real Pod Security evaluator about every pod of the examples, before and after injection.
func TestPodSecurity(t *testing.T) {
	for _, folder := range exampleFolders(t) {
		// `dist` is the hardened mode of an example. Other modes, such as upstream's own manifests, keep what their labels promise.
		demanded := api.LevelPrivileged
		if filepath.Base(folder) == "dist" {
			demanded = api.LevelRestricted
		}
		for _, verdict := range judge(t, folderName(folder), demanded, readObjects(t, manifestFiles(t, folder)...)) {
			t.Run(verdict.about, func(t *testing.T) {
				for _, problem := range verdict.problems {
					t.Error(problem)
				}
			})
		}
	}
}

// TestPodSecurityRefuses shows that the judgement above can fail, and that it does for the right reason.
func TestPodSecurityRefuses(t *testing.T) {
	for _, file := range manifestFiles(t, "testdata/podsecurity") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			var problems []string
			for _, verdict := range judge(t, "testdata", api.LevelPrivileged, readObjects(t, file)) {
				problems = append(problems, verdict.problems...)
			}
			expectProblem(t, expectedRefusal(t, file), problems)
		})
	}
}

type verdict struct {
	about    string
	problems []string
}

// judge holds each pod against the level that it owes: what its namespace's labels promise, and at least what is demanded.
//
//   - As emitted, and injected on a platform with the CNI plugin, it is admitted at that level.
//   - Injected on a platform without, neither `restricted` nor `baseline` admits it. Enforcing either is therefore a
//     promise about the platform, and its absence costs nothing: the same pods can enforce from the day the plugin is there.
func judge(t *testing.T, folder string, demanded api.Level, objects []unstructured.Unstructured) []verdict {
	t.Helper()
	var verdicts []verdict
	add := func(about string, problems ...string) {
		verdicts = append(verdicts, verdict{folder + "/" + about, problems})
	}

	owed := func(namespace string) api.Level {
		if level, found := lowered[folder+"/"+namespace]; found {
			return level
		}
		return demanded
	}
	namespaceLabels := map[string]map[string]string{}
	promised := map[string]api.Level{}
	for _, object := range objects {
		if object.GetKind() != "Namespace" {
			continue
		}
		name := object.GetName()
		level, problems := promise(object.GetLabels())
		if api.CompareLevels(level, owed(name)) < 0 {
			problems = append(problems, fmt.Sprintf("its labels promise %s, %s is owed", level, owed(name)))
		}
		namespaceLabels[name], promised[name] = object.GetLabels(), level
		add(name+"/Namespace", problems...)
	}

	for _, object := range objects {
		pod, found, err := podTemplate(object)
		if err != nil {
			t.Fatalf("%s %s: %v", object.GetKind(), object.GetName(), err)
		}
		if !found {
			continue
		}
		namespace := object.GetNamespace()
		level := owed(namespace)
		if promise, found := promised[namespace]; found && api.CompareLevels(promise, level) > 0 {
			level = promise
		}
		about := fmt.Sprintf("%s/%s/%s", namespace, object.GetKind(), object.GetName())
		add(about+"/as emitted", refusals(t, level, pod, pod.Spec)...)
		// A namespace that is not among the manifests is somebody else's, and may well inject.
		if labels, known := namespaceLabels[namespace]; known && !isInjected(labels, pod) {
			continue
		}
		add(about+"/"+string(withCNI), refusals(t, level, pod, inject(pod.Spec, withCNI))...)

		var problems []string
		for _, refusing := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
			if len(refusals(t, refusing, pod, inject(pod.Spec, withInit))) == 0 {
				problems = append(problems, fmt.Sprintf("%s admits istio-init, so it could be enforced on every platform", refusing))
			}
		}
		add(about+"/"+string(withInit), problems...)
	}
	return verdicts
}

// promise is the strictest of the levels that a namespace enforces, audits and warns about.
func promise(labels map[string]string) (api.Level, []string) {
	unset := api.LevelVersion{Level: api.LevelPrivileged, Version: api.LatestVersion()}
	parsed, errs := api.PolicyToEvaluate(labels, api.Policy{Enforce: unset, Audit: unset, Warn: unset})
	var problems []string
	for _, err := range errs {
		problems = append(problems, err.Error())
	}
	strictest := parsed.Enforce.Level
	for _, level := range []api.Level{parsed.Audit.Level, parsed.Warn.Level} {
		if api.CompareLevels(level, strictest) > 0 {
			strictest = level
		}
	}
	return strictest, problems
}

func refusals(t *testing.T, level api.Level, pod corev1.PodTemplateSpec, spec corev1.PodSpec) []string {
	t.Helper()
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var problems []string
	for _, result := range evaluator.EvaluatePod(api.LevelVersion{Level: level, Version: api.LatestVersion()}, &pod.ObjectMeta, &spec) {
		if !result.Allowed {
			problems = append(problems, fmt.Sprintf("%s refuses: %s: %s", level, result.ForbiddenReason, result.ForbiddenDetail))
		}
	}
	return problems
}

// podTemplate finds the pod in whatever kind of object carries one, so that no kind is overlooked.
func podTemplate(object unstructured.Unstructured) (corev1.PodTemplateSpec, bool, error) {
	var pod corev1.PodTemplateSpec
	for _, path := range []string{"", "spec.template", "spec.jobTemplate.spec.template"} {
		content := object.Object
		if path != "" {
			nested, found, err := unstructured.NestedMap(object.Object, strings.Split(path, ".")...)
			if err != nil || !found {
				continue
			}
			content = nested
		}
		if _, found, err := unstructured.NestedSlice(content, "spec", "containers"); err != nil || !found {
			continue
		}
		err := runtime.DefaultUnstructuredConverter.FromUnstructured(content, &pod)
		return pod, true, err
	}
	return pod, false, nil
}
