package conformance

import (
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	// Named only to pin, through go.mod, the release whose CRDs are read.
	_ "sigs.k8s.io/gateway-api/pkg/consts"
)

// kubernetesVersion is the newest whose schemas kubectl-validate has built in.
const kubernetesVersion = "1.30"

// crds are folders of CRDs inside of modules, each pinned by the go.mod of a folder here.
var crds = []struct{ pinnedIn, module, folder string }{
	{".", "istio.io/api", "kubernetes"},
	{".", "sigs.k8s.io/gateway-api", "config/crd/standard"},
	{"cert-manager", "github.com/cert-manager/cert-manager", "deploy/crds"},
}

// TestSchema holds every example against the API server's own validation: the schemas of Kubernetes, of Istio, of
// the Gateway API and of cert-manager, with their CEL rules, and no unknown field.
func TestSchema(t *testing.T) {
	files := map[string][]string{}
	var all []string
	for _, folder := range exampleFolders(t) {
		files[folder] = manifestFiles(t, folder)
		all = append(all, files[folder]...)
	}
	problems := validate(t, all)
	for folder, names := range files {
		for _, file := range names {
			t.Run(folderName(folder)+"/"+filepath.Base(file), func(t *testing.T) {
				for _, problem := range problems[file] {
					t.Error(problem)
				}
			})
		}
	}
}

// TestSchemaRefuses shows that the validation above can fail.
func TestSchemaRefuses(t *testing.T) {
	files := manifestFiles(t, "testdata/schema")
	problems := validate(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			expectProblem(t, expectedRefusal(t, file), problems[file])
		})
	}
}

// validate returns what kubectl-validate has against each file.
func validate(t *testing.T, files []string) map[string][]string {
	t.Helper()
	// Its dependencies are older than those of this module, so the tool has a module of its own.
	args := []string{"tool", "-modfile=tools/go.mod", "kubectl-validate", "--version", kubernetesVersion, "--output", "json"}
	for _, one := range crds {
		args = append(args, "--local-crds", filepath.Join(moduleDir(t, one.pinnedIn, one.module), one.folder))
	}
	output, err := exec.Command("go", append(args, files...)...).Output()
	// An exit code is expected of a file that is refused, the answer stands in the output.
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var results map[string][]struct{ Status, Message string }
	if parseErr := json.Unmarshal(output, &results); parseErr != nil {
		if exit != nil {
			t.Fatalf("kubectl-validate: %v\n%s", err, exit.Stderr)
		}
		t.Fatalf("kubectl-validate: %v", parseErr)
	}
	problems := map[string][]string{}
	for _, file := range files {
		if len(results[file]) == 0 {
			problems[file] = append(problems[file], "nothing in this file was validated")
		}
		for _, result := range results[file] {
			if result.Status != "Success" {
				problems[file] = append(problems[file], result.Message)
			}
		}
	}
	return problems
}

// moduleDir is where the module is, at the version that the go.mod of a folder pins; it is downloaded if need be.
func moduleDir(t *testing.T, pinnedIn, module string) string {
	t.Helper()
	command := exec.Command("go", "mod", "download", "-json", module)
	command.Dir = pinnedIn
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", module, err, output)
	}
	var downloaded struct{ Dir string }
	if err := json.Unmarshal(output, &downloaded); err != nil {
		t.Fatal(err)
	}
	return downloaded.Dir
}

// expectProblem wants one problem that contains the reason, or, without a reason, no problem.
func expectProblem(t *testing.T, reason string, problems []string) {
	t.Helper()
	if reason == "" {
		for _, problem := range problems {
			t.Error(problem)
		}
		return
	}
	for _, problem := range problems {
		if strings.Contains(problem, reason) {
			return
		}
	}
	t.Errorf("expected to be refused with %q, got %q", reason, problems)
}
