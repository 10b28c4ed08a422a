# .NET: generated. Sourced by run.sh.

dotnet_bindings() {
  bindings dotnet "$work"
  grep -qF '<PackageId>Cdk8s.Istio</PackageId>' "$work/dotnet/Cdk8s.Istio/Cdk8s.Istio.csproj"
}

check 'the .NET package is generated' dotnet_bindings
