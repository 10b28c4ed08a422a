# Python: built, installed and run. Sourced by run.sh.

python_package() {
  npx --no-install jsii-pacmak --target python --rosetta-unknown-snippets translate --outdir "$work/dist"
}

# What PyPI shows is the README, with its examples in Python: they run.
python_readme() {
  "$work/venv/bin/python" - >"$work/readme.py" <<'PYTHON'
import re
from importlib.metadata import metadata
print("\n".join(re.findall(r"^```python\n(.*?)^```$", metadata("cdk8s-istio").get_payload() or metadata("cdk8s-istio")["Description"], re.S | re.M)))
PYTHON
  CDK8S_OUTDIR=$work/readme "$work/venv/bin/python" "$work/readme.py"
  grep -q 'kind: VirtualService' "$work"/readme/bookinfo.k8s.yaml
}

python_install() {
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check "$work"/dist/python/*.whl \
    "cdk8s==$(version cdk8s)" "cdk8s-plus-27==$(version cdk8s-plus-27)" "constructs==$(version constructs)"
  "$work/venv/bin/pip" check
}

# What the package asks of others is what package.json says.
python_peers() {
  "$work/venv/bin/python" - <<'PYTHON'
import json, re
from importlib.metadata import requires
peers = json.load(open("package.json"))["peerDependencies"]
for name, lowest in peers.items():
    major, rest = lowest.removeprefix("^").split(".", 1)
    wanted = {f">={major}.{rest}", f"<{int(major) + 1}.0.0"}
    found = next(set(re.findall(r"[<>]=?[\d.]+", one)) for one in requires("cdk8s-istio") if re.match(rf"{name}[^\w-]", one))
    assert found == wanted, f"{name}: {found}, not {wanted}"
PYTHON
}

# Its types, as the strictest setting of a checker reads them.
python_types() {
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check mypy==2.4.1
  "$work/venv/bin/mypy" --strict --cache-dir "$work/mypy" examples/languages/python/main.py
}

python_command() {
  local code=0
  "$work/venv/bin/cdk8s-istio" access "$work/python" >"$work/access"
  bin/cdk8s-istio access "$work/python" | diff "$work/access" -
  "$work/venv/bin/cdk8s-istio" access "$work/nowhere" || code=$?
  [ "$code" -eq 2 ]
}

check 'the Python package is built' python_package
check 'it installs beside the packages that it names' python_install
check 'it asks for the versions of others that package.json does' python_peers
check 'Bookinfo in Python comes to the bytes of TypeScript' synthesized python "$work/venv/bin/python" examples/languages/python/main.py
check 'its types pass mypy --strict' python_types
check 'what must hold of the API in Python' "$work/venv/bin/python" conformance/languages/test_python.py
check 'the README of the package is in Python, and its examples run' python_readme
check 'the command comes with the Python package' python_command
