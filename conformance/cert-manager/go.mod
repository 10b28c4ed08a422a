module cdk8s-istio/conformance/cert-manager

go 1.26.0

// Only its CRDs are read. In a module of its own, since its dependencies are newer than those of the rest.
require github.com/cert-manager/cert-manager v1.21.2
