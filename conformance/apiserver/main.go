// Command apiserver answers, for every object on standard input, whether the API server would create it: with the code by which it
// decodes, defaults and validates, of custom resources by the CRDs of the folders that are named.
//
// A line is {"id": …, "object": …}, an answer {"id": …, "refusals": [why, …]}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

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
	custom, err := readCustomKinds(crdFolders)
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
		if err := encoder.Encode(answer{asked.ID, refusals(asked.Object, custom)}); err != nil {
			return err
		}
	}
	return lines.Err()
}

// refusals are the reasons why an object is not created; none if it is.
func refusals(object []byte, custom customKinds) []string {
	var typed struct{ APIVersion, Kind string }
	if err := json.Unmarshal(object, &typed); err != nil {
		return []string{err.Error()}
	}
	var err error
	if kind, is := custom[typed.APIVersion+"/"+typed.Kind]; is {
		err = kind.create(object)
	} else if strategy, is := coreStrategies[typed.APIVersion+"/"+typed.Kind]; is {
		err = createCore(object, typed.APIVersion, typed.Kind, strategy)
	} else {
		err = fmt.Errorf("no matches for kind %q in version %q", typed.Kind, typed.APIVersion)
	}
	if err == nil {
		return []string{}
	}
	return []string{err.Error()}
}
