# Java: compiled and run, beside cdk8s and cdk8s-plus as compiled from their npm packages. Sourced by run.sh.

java_maven() {
  mvn --quiet --batch-mode -Dmaven.repo.local="$work/m2" -Dmaven.javadoc.skip -Dmaven.source.skip "$@"
}

java_bindings() {
  local package
  for package in cdk8s cdk8s-plus-27; do
    bindings java "$work/$package" "node_modules/$package"
    java_maven -f "$work/$package/java/pom.xml" install
  done
}

java_package() {
  bindings java "$work/cdk8s-istio"
  java_maven -f "$work/cdk8s-istio/java/pom.xml" install
}

java_app() {
  cp -r examples/languages/java "$work/app"
  java_maven -f "$work/app/pom.xml" compile exec:java
}

check 'cdk8s and cdk8s-plus compile in Java' java_bindings
check 'the Java package is generated and compiles' java_package
check 'Bookinfo in Java comes to the bytes of TypeScript' synthesized java java_app
