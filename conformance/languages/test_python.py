"""What must hold of the Python package besides the bytes of Bookinfo. Run by python.sh, with the package installed."""

import os
import tempfile
import unittest
from pathlib import Path

import cdk8s_plus_27 as kplus
import jsii
from cdk8s import ApiObject, App, Chart, JsonPatch
from cdk8s_istio import (
    Access,
    AccessCaller,
    AccessVerdict,
    AccessWorkload,
    CalleeConfig,
    Callees,
    Callers,
    CanaryService,
    Findings,
    HttpCall,
    HttpMatch,
    ICallee,
    IstioVersion,
    LeastPrivilegeWorkload,
    LocalityDistribution,
    Mesh,
    MeshAccess,
    MeshFindings,
    ProofMode,
    RequestCondition,
    SecureNamespace,
    VersionWeight,
    WorkloadPort,
)


class Shop:
    """Two workloads and a call, in an app that writes to a folder of its own."""

    def __init__(self, test: unittest.TestCase, **mesh) -> None:
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self.outdir = Path(folder.name)
        self.app = App(outdir=folder.name)
        self.mesh = Mesh(self.app, "mesh", **mesh)
        self.namespace = SecureNamespace(self.app, "shop")
        self.web = LeastPrivilegeWorkload(self.namespace, "web", image="shop/web:1", port=8080)
        self.cart = LeastPrivilegeWorkload(self.namespace, "cart", image="shop/cart:1", port=8080)
        self.web.calls.to(self.cart, HttpCall.get("/cart"))

    def text(self) -> str:
        self.app.synth()
        return (self.outdir / "shop.k8s.yaml").read_text()


class PythonTest(unittest.TestCase):
    def test_synth_writes_the_report_of_the_proof_beside_the_manifests(self):
        shop = Shop(self)
        shop.text()
        self.assertIn('"verdict": "proved"', (shop.outdir / "mesh" / "proof.json").read_text())

    def test_a_mesh_that_allows_more_than_was_declared_is_refused_in_words(self):
        shop = Shop(self)
        shop.cart.authorization_policy.add_json_patch(JsonPatch.add("/spec/rules/-", {}))
        shop.mesh.never(Access.of(from_=Callers.outside(), to=Callees.of(shop.cart)), reason="not public")
        with self.assertRaises(RuntimeError) as refused:
            shop.text()
        self.assertRegex(str(refused.exception), r"\[shop/cart\] safety: mutual TLS and AuthorizationPolicy let 'GET' of")
        self.assertNotIn("program.js", str(refused.exception))
        self.assertFalse((shop.outdir / "shop.k8s.yaml").exists())

    def test_a_guard_rail_names_its_reason_and_no_place_in_code_that_is_not_the_users(self):
        shop = Shop(self)
        shop.mesh.never(Access.of(from_=Callers.of(shop.web), to=Callees.of(shop.cart)), reason="never that")
        with self.assertRaisesRegex(RuntimeError, r'\[mesh\] never\(\) \("never that"\): it contradicts the call'):
            shop.text()

    def test_every_problem_is_told_at_once(self):
        shop = Shop(self)
        shop.web.calls.to(shop.cart, HttpCall.get("cart"))
        shop.cart.calls.to(shop.cart, HttpCall.of(methods=["get"]))
        with self.assertRaises(RuntimeError) as refused:
            shop.text()
        self.assertIn("path 'cart' has no leading slash", str(refused.exception))
        self.assertIn("'get'", str(refused.exception))

    def test_names_that_python_reserves_have_an_underscore(self):
        shop = Shop(self)
        reviews = CanaryService(shop.namespace, "reviews", port=9080)
        v1 = reviews.add_version("v1", image="shop/reviews:1", weight=100)
        v2 = reviews.add_version("v2", image="shop/reviews:2")
        shop.web.calls.to(reviews, HttpCall.any())
        shop.cart.calls.to(reviews, HttpCall.get("/reviews/*").when(RequestCondition.header("x-tier", "gold").not_()))
        reviews.traffic.route_to(HttpMatch.from_(shop.web).and_(HttpMatch.path_prefix("/reviews/new")), v2)
        reviews.traffic.route_split(
            HttpMatch.of(from_=shop.cart), VersionWeight(version=v1, weight=90), VersionWeight(version=v2, weight=10)
        )
        distribution = LocalityDistribution(from_="eu/*", to={"eu/*": 100})
        text = shop.text()
        self.assertIn("notValues", text)
        self.assertIn("prefix: /reviews/new", text)
        self.assertIn("weight: 90", text)
        self.assertEqual(distribution.from_, "eu/*")

    def test_a_struct_may_be_given_as_a_dictionary(self):
        shop = Shop(self)
        reviews = CanaryService(shop.namespace, "reviews", port=9080)
        reviews.add_version("v1", image="shop/reviews:1", weight=100)
        v2 = reviews.add_version("v2", image="shop/reviews:2")
        shop.web.calls.to(reviews, HttpCall.any())
        reviews.traffic.route_by_header("end-user", {"exact": "jason"}, v2)
        self.assertIn("exact: jason", shop.text())

    def test_enums_and_values_like_enums(self):
        shop = Shop(self, istio_version=IstioVersion.V1_30, proof=ProofMode.WARNING)
        self.assertEqual(shop.mesh.proof, ProofMode.WARNING)
        self.assertTrue(shop.mesh.istio_version.at_least(IstioVersion.of("1.29")))

    def test_access_is_decided_in_python_too(self):
        shop = Shop(self)
        access = MeshAccess.from_app(shop.app)
        self.assertEqual(access.problems(), [])

        def verdict(path: str) -> AccessVerdict:
            return access.decide(
                from_=AccessCaller.workload("shop", "web-v1"),
                to=AccessWorkload(namespace="shop", workload="cart-v1"),
                port=8080,
                method="GET",
                path=path,
            ).verdict

        self.assertEqual(verdict("/cart"), AccessVerdict.ALLOW)
        self.assertEqual(verdict("/admin"), AccessVerdict.DENY)
        self.assertIn("cart-v1", [callee.name for row in access.table().rows for callee in row.callees])

    def test_findings_are_lists_of_values(self):
        shop = Shop(self)
        shop.cart.sidecar.add_json_patch(JsonPatch.add("/spec/noSuchField", 1))
        self.assertEqual([finding.code for finding in MeshFindings.from_app(shop.app).open()], ["MESH0102"])
        Findings.of(shop.cart.sidecar).acknowledge("MESH0102", "our API server has it")
        self.assertIn("noSuchField: 1", shop.text())

    def test_blueprints_are_classes_of_python(self):
        class AcmeWorkload(LeastPrivilegeWorkload):
            """A workload as Acme wants it."""

            def __init__(self, scope, id, *, team: str, **props) -> None:
                super().__init__(scope, id, pod_labels={"acme.example/team": team}, **props)

        shop = Shop(self)
        orders = AcmeWorkload(shop.namespace, "orders", team="sales", image="shop/orders:1", ports=[WorkloadPort.http(8080)])
        orders.calls.to(shop.cart, HttpCall.post("/cart"))
        self.assertIn("acme.example/team: sales", shop.text())

    def test_an_app_may_override_synth(self):
        synthesized = []

        class AcmeApp(App):
            def synth(self) -> None:
                synthesized.append("before")
                super().synth()
                synthesized.append("after")

        with tempfile.TemporaryDirectory() as outdir:
            app = AcmeApp(outdir=outdir)
            SecureNamespace(app, "shop")
            app.synth()
            self.assertEqual(synthesized, ["before", "after"])
            self.assertEqual(sorted(os.listdir(outdir)), ["mesh", "shop.k8s.yaml"])

    def test_an_object_renders_by_itself_as_it_will_be_written(self):
        shop = Shop(self)
        deployment = ApiObject.of(shop.web.deployment)
        deployment.add_json_patch(JsonPatch.add("/spec/template/spec/priorityClassName", "high"))
        pod = deployment.to_json()["spec"]["template"]["spec"]
        self.assertEqual(pod["priorityClassName"], "high")
        self.assertEqual(pod["containers"][0]["securityContext"]["capabilities"], {"drop": ["ALL"]})

    def test_an_object_may_override_how_it_renders(self):
        class Stamped(ApiObject):
            def to_json(self):
                return {**super().to_json(), "data": {"stamped": "yes"}}

        shop = Shop(self)
        stamped = Stamped(shop.namespace, "stamped", api_version="v1", kind="ConfigMap")
        stamped.add_json_patch(JsonPatch.add("/immutable", True))
        text = shop.text()
        self.assertIn('stamped: "yes"', text)
        self.assertIn("immutable: true", text)

    def test_a_callee_may_be_a_class_of_python(self):
        @jsii.implements(ICallee)
        class Elsewhere:
            def to_callee_configs(self):
                return real.to_callee_configs()

        shop = Shop(self)
        real = shop.cart
        self.assertIsInstance(real.to_callee_configs()[0], CalleeConfig)
        orders = LeastPrivilegeWorkload(shop.namespace, "orders", image="shop/orders:1", port=8080)
        orders.calls.to(Elsewhere(), HttpCall.post("/cart"))
        self.assertIn("cluster.local/ns/shop/sa/orders", shop.text())

    def test_cdk8s_plus_goes_in(self):
        shop = Shop(self)
        config = kplus.ConfigMap(shop.namespace, "config", data={"a": "1"})
        orders = LeastPrivilegeWorkload(
            shop.namespace,
            "orders",
            port=8080,
            containers=[
                kplus.ContainerProps(
                    image="shop/orders:1",
                    port=8080,
                    env_variables={"A": kplus.EnvValue.from_config_map(config, "a")},
                    resources=kplus.ContainerResources(cpu=kplus.CpuResources(request=kplus.Cpu.millis(100))),
                )
            ],
        )
        orders.calls.to(shop.cart, HttpCall.post("/cart"))
        text = shop.text()
        self.assertIn("configMapKeyRef", text)
        self.assertIn("cpu: 100m", text)

    def test_synth_yaml_says_what_synth_writes(self):
        shop = Shop(self)
        yaml = shop.app.synth_yaml()
        self.assertEqual(yaml, shop.text())

    def test_a_chart_of_cdk8s_beside_ours(self):
        shop = Shop(self)
        chart = Chart(shop.app, "plain")
        ApiObject(chart, "config", api_version="v1", kind="ConfigMap", metadata={"namespace": "plain"})
        shop.text()
        self.assertTrue((shop.outdir / "plain.k8s.yaml").exists())

    def test_a_wrong_argument_is_refused_where_it_stands(self):
        shop = Shop(self)
        with self.assertRaisesRegex(TypeError, "wieght"):
            CanaryService(shop.namespace, "reviews", port=9080).add_version("v1", image="shop/reviews:1", wieght=1)
        with self.assertRaisesRegex(TypeError, "type of argument image"):
            LeastPrivilegeWorkload(shop.namespace, "orders", image=1)


if __name__ == "__main__":
    unittest.main()
