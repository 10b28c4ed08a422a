module cdk8s-istio/conformance/crds/1.29

go 1.25.0

// Only its CRDs are read, those of Istio 1.29.
require istio.io/api v1.29.3
