// Command validate answers, for every object on standard input, whether kubectl-validate takes it, with the CRDs of the folders
// that are named. A line is {"id": …, "object": …}, an answer {"id": …, "refusals": [why, …]}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"

	"sigs.k8s.io/kubectl-validate/pkg/cmd"
	"sigs.k8s.io/kubectl-validate/pkg/openapiclient"
	"sigs.k8s.io/kubectl-validate/pkg/validator"
)

// kubernetesVersion is the newest whose schemas kubectl-validate has built in.
const kubernetesVersion = "1.30"

type question struct {
	ID     int             `json:"id"`
	Object json.RawMessage `json:"object"`
}

type answer struct {
	ID       int      `json:"id"`
	Refusals []string `json:"refusals"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(crdFolders []string) error {
	var folders []fs.FS
	for _, folder := range crdFolders {
		folders = append(folders, os.DirFS(folder))
	}
	// As the command does, without what would ask a network.
	known, err := validator.New(openapiclient.NewComposite(
		openapiclient.NewLocalCRDFiles(folders...),
		openapiclient.NewOverlay(openapiclient.HardcodedPatchLoader(kubernetesVersion), openapiclient.NewHardcodedBuiltins(kubernetesVersion)),
	))
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		if err := encoder.Encode(answer{asked.ID, refusals(asked.Object, known)}); err != nil {
			return err
		}
	}
	return lines.Err()
}

func refusals(object []byte, known *validator.Validator) (reasons []string) {
	defer func() {
		if panicked := recover(); panicked != nil {
			reasons = []string{fmt.Sprintf("kubectl-validate panics: %v", panicked)}
		}
	}()
	if err := cmd.ValidateDocument(object, known); err != nil {
		return []string{err.Error()}
	}
	return []string{}
}
