package conformance

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// exampleFolders are the folders of manifests to judge: what the examples were synthesized into, or those that
// CONFORMANCE_FOLDERS lists.
func exampleFolders(t *testing.T) []string {
	t.Helper()
	if list := os.Getenv("CONFORMANCE_FOLDERS"); list != "" {
		return filepath.SplitList(list)
	}
	var folders []string
	for _, pattern := range []string{"../examples/*/dist*", "../examples/*/apps/*/dist", "../examples/*/dist-routings/*", "../examples/*/dist-scenarios/*"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range found {
			// Routings and scenarios have a folder each.
			if base := filepath.Base(folder); base != "dist-routings" && base != "dist-scenarios" {
				folders = append(folders, folder)
			}
		}
	}
	if len(folders) == 0 {
		t.Fatal("no example has been synthesized: run `npm run demo` first")
	}
	return folders
}

// folderName is how a folder is called in the results: examples/bookinfo/dist is bookinfo/dist.
func folderName(folder string) string {
	if name, found := strings.CutPrefix(filepath.ToSlash(folder), "../examples/"); found {
		return name
	}
	return filepath.Base(filepath.Dir(folder)) + "/" + filepath.Base(folder)
}

func manifestFiles(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("%s holds no manifest", folder)
	}
	return files
}

func readObjects(t *testing.T, files ...string) []unstructured.Unstructured {
	t.Helper()
	var objects []unstructured.Unstructured
	for _, file := range files {
		data, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer data.Close()
		for documents := yaml.NewYAMLReader(bufio.NewReader(data)); ; {
			document, err := documents.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			json, err := yaml.ToJSON(document)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if string(json) == "null" {
				continue // nothing but comments
			}
			var object unstructured.Unstructured
			if err := object.UnmarshalJSON(json); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			objects = append(objects, object)
		}
	}
	return objects
}

// expectedRefusal reads `# refused: …` from the head of a test manifest; nothing there means that it must be admitted.
func expectedRefusal(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		if reason, found := strings.CutPrefix(line, "# refused: "); found {
			return reason
		}
	}
	return ""
}
