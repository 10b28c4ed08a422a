module cdk8s-istio/conformance/crds/1.28

go 1.25.0

// Only its CRDs are read, those of Istio 1.28.
require istio.io/api v1.28.0
