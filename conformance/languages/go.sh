# Go: compiled, beside bindings of others that are generated here, and a declaration of jsii's runtime. Sourced by run.sh.

go_bindings() {
  local package
  for package in constructs cdk8s cdk8s-plus-27; do
    bindings go "$work/go/$package" "node_modules/$package"
  done
  bindings go "$work/go/cdk8s-istio"
  (
    cd "$work/go"
    # The bindings of one package are the only module in its folder.
    go work init "$root/examples/languages/go" "$root/conformance/languages/jsii-runtime-go" */go/*/
  )
}

go_compiled() (
  export GOWORK=$work/go/go.work GOFLAGS=-mod=readonly
  cd "examples/languages/go"
  go vet .
  go build -o "$work/go/bookinfo" .
)

# The whole of our bindings, not only what the app reaches.
go_bindings_compiled() (
  export GOWORK=$work/go/go.work GOFLAGS=-mod=readonly
  cd "$work/go/cdk8s-istio/go/cdk8sistio"
  go build ./...
)

go_versions() {
  grep -qF "cdk8s/v2 v$(version cdk8s)" examples/languages/go/go.mod
}

check 'the Go package is generated, and those that it names' go_bindings
check 'its bindings compile' go_bindings_compiled
check 'Bookinfo in Go compiles' go_compiled
check 'it asks for the cdk8s that is installed here' go_versions
