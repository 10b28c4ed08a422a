module cdk8s-istio/conformance/crds/1.31

go 1.25.0

// Only its CRDs are read, those of Istio 1.31.
require istio.io/api v1.31.1
