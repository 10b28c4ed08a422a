// Says of objects what the API server's schemas and istiod's validating webhook would: reads one JSON object a line, writes a verdict a line.
// They go to a file, since istiod's packages log to standard output.
//
//	webhook CRDS VERDICTS < objects
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/go-multierror"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	crdvalidation "istio.io/istio/pkg/config/crd"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	_ "istio.io/istio/pkg/config/validation/envoyfilter"
)

type verdict struct {
	// Why the API server refuses the object before istiod sees it.
	Schema string `json:"schema,omitempty"`
	// What istiod says, whatever the schemas say.
	Errors   []string `json:"errors,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
}

// What the webhook lets an object have besides; it says so in a function that others cannot call.
var fields = map[string]bool{"apiVersion": true, "kind": true, "metadata": true, "spec": true, "status": true}

func main() {
	if len(os.Args) != 3 {
		panic("usage: webhook CRDS VERDICTS < objects")
	}
	schemas, err := crdvalidation.NewValidatorFromFiles(os.Args[1])
	if err != nil {
		panic(err)
	}
	output, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<26)
	encoder := json.NewEncoder(output)
	for input.Scan() {
		if err := encoder.Encode(judge(schemas, input.Bytes())); err != nil {
			panic(err)
		}
	}
	if err := input.Err(); err != nil {
		panic(err)
	}
}

func judge(schemas *crdvalidation.Validator, line []byte) (v verdict) {
	defer func() {
		if r := recover(); r != nil {
			v.Errors = append(v.Errors, fmt.Sprint("panic: ", r))
		}
	}()
	var object unstructured.Unstructured
	if err := object.UnmarshalJSON(line); err != nil {
		return verdict{Schema: err.Error()}
	}
	if err := schemas.ValidateCustomResource(&object); err != nil {
		v.Schema = err.Error()
	}
	var kind crd.IstioKind
	if err := json.Unmarshal(line, &kind); err != nil {
		v.Errors = []string{err.Error()}
		return v
	}
	gvk := kind.GroupVersionKind()
	schema, known := collections.All.FindByGroupKind(resource.FromKubernetesGVK(&gvk))
	if !known {
		v.Errors = []string{"unrecognized type " + gvk.String()}
		return v
	}
	config, err := crd.ConvertObject(schema, &kind, "cluster.local")
	if err != nil {
		v.Errors = []string{err.Error()}
		return v
	}
	warnings, errs := schema.ValidateConfig(*config)
	v.Errors, v.Warnings = each(errs), each(warnings)
	for key := range object.Object {
		if !fields[key] {
			v.Errors = append(v.Errors, fmt.Sprintf("unknown field %q", key))
		}
	}
	return v
}

func each(err error) []string {
	if err == nil {
		return nil
	}
	several, ok := err.(*multierror.Error)
	if !ok {
		return []string{err.Error()}
	}
	var all []string
	for _, one := range several.Errors {
		all = append(all, each(one)...)
	}
	return all
}
